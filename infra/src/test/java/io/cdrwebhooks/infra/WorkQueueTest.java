package io.cdrwebhooks.infra;

import static io.cdrwebhooks.infra.SynthesisedTemplate.TEMPLATE;
import static io.cdrwebhooks.infra.SynthesisedTemplate.at;
import static io.cdrwebhooks.infra.SynthesisedTemplate.functions;
import static io.cdrwebhooks.infra.SynthesisedTemplate.properties;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;

/// Work waits long enough, is handed out once at a time, and ends in a queue of its own when it
/// can't be done.
class WorkQueueTest {
  private static final Map<String, Object> QUEUES = properties("AWS::SQS::Queue");

  @Test
  void workThatFailsFiveTimesGoesToADeadLetterQueueOfItsOwn() {
    List<Object> targets = new ArrayList<>();
    for (Object queue : workQueues().values()) {
      assertThat(at(queue, "RedrivePolicy", "maxReceiveCount")).isEqualTo(5);
      targets.add(at(queue, "RedrivePolicy", "deadLetterTargetArn", "Fn::GetAtt", 0));
    }
    assertThat(targets).hasSize(2).doesNotHaveDuplicates();
    assertThat(deadLetterIds()).isEqualTo(Set.copyOf(targets));
  }

  @Test
  void deadLettersAreKeptFourteenDaysAndWorkFour() {
    for (String id : deadLetterIds()) {
      assertThat(at(QUEUES.get(id), "MessageRetentionPeriod")).isEqualTo(days(14));
    }
    for (Object queue : workQueues().values()) {
      assertThat(at(queue, "MessageRetentionPeriod")).isEqualTo(days(4));
    }
  }

  @Test
  void workIsHiddenForSixTimesTheFunctionsTimeout() {
    int timeout =
        (Integer) at(functions().get("io.cdrwebhooks.dispatch.DispatchHandler"), "Timeout");
    for (Object queue : workQueues().values()) {
      assertThat((Integer) at(queue, "VisibilityTimeout")).isGreaterThanOrEqualTo(6 * timeout);
    }
  }

  @Test
  void everyQueueIsEncrypted() {
    TEMPLATE.resourceCountIs("AWS::SQS::Queue", 4);
    TEMPLATE.allResourcesProperties(
        "AWS::SQS::Queue", Match.objectLike(Map.of("SqsManagedSseEnabled", true)));
  }

  @Test
  void eachQueueIsWorkedInBatchesThatMayFailInPart() {
    Map<Object, Object> mostAtOnce =
        properties("AWS::Lambda::EventSourceMapping").values().stream()
            .collect(
                Collectors.toMap(
                    mapping -> at(mapping, "EventSourceArn", "Fn::GetAtt", 0),
                    mapping -> at(mapping, "ScalingConfig", "MaximumConcurrency")));
    assertThat(mostAtOnce.keySet()).isEqualTo(workQueues().keySet());
    assertThat(mostAtOnce.values()).containsExactlyInAnyOrder(20, 10);
    TEMPLATE.allResourcesProperties(
        "AWS::Lambda::EventSourceMapping",
        Match.objectLike(
            Map.of("BatchSize", 10, "FunctionResponseTypes", List.of("ReportBatchItemFailures"))));
  }

  private static Map<String, Object> workQueues() {
    return QUEUES.entrySet().stream()
        .filter(entry -> ((Map<?, ?>) entry.getValue()).containsKey("RedrivePolicy"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Set<String> deadLetterIds() {
    return QUEUES.keySet().stream()
        .filter(id -> !workQueues().containsKey(id))
        .collect(Collectors.toSet());
  }

  private static int days(int days) {
    return Math.toIntExact(Duration.ofDays(days).toSeconds());
  }
}
