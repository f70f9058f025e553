package io.cdrwebhooks.infra.storage;

import static io.cdrwebhooks.infra.SynthesisedDeployment.EXAMPLE;
import static io.cdrwebhooks.infra.SynthesisedDeployment.at;
import static io.cdrwebhooks.infra.SynthesisedDeployment.has;
import static io.cdrwebhooks.infra.SynthesisedDeployment.other;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests that work is handed out once at a time and retried for as long as SQS can keep it, and
/// that failed messages have a separate queue.
class WorkQueueTest {
  private static final Map<String, Object> QUEUES = EXAMPLE.properties("AWS::SQS::Queue");

  @Test
  void eachQueueHasASeparateDeadLetterQueue() {
    List<Object> targets = new ArrayList<>();
    for (Object queue : workQueues().values()) {
      targets.add(at(queue, "RedrivePolicy", "deadLetterTargetArn", "Fn::GetAtt", 0));
    }
    assertThat(targets).hasSize(3).doesNotHaveDuplicates();
    assertThat(deadLetterIds()).isEqualTo(Set.copyOf(targets));
  }

  /// SQS keeps messages for at most 14 days.
  @ParameterizedTest
  @CsvSource({"MessageRetentionPeriod, 1209600", "SqsManagedSseEnabled, true"})
  void workAndDeadLettersAreKeptForTwoWeeksAndEncrypted(String property, String value) {
    assertThat(QUEUES.values())
        .hasSize(6)
        .allSatisfy(queue -> assertThat(at(queue, property)).hasToString(value));
  }

  /// A receive that Lambda throttles also lasts as long as the visibility timeout.
  @Test
  void fourteenDaysHaveTooFewReceivesForSqsToMove() {
    for (Object queue : workQueues().values()) {
      int kept = (Integer) at(queue, "MessageRetentionPeriod");
      int hidden = (Integer) at(queue, "VisibilityTimeout");
      int receivesBeforeDead = (Integer) at(queue, "RedrivePolicy", "maxReceiveCount");
      assertThat(receivesBeforeDead).as("the most that SQS takes").isEqualTo(1_000);
      assertThat(kept / hidden)
          .as("receives, with room for some that SQS repeats")
          .isLessThan(receivesBeforeDead - 30);
      assertThat(hidden).as("pauses of minutes").isLessThanOrEqualTo(30 * 60);
    }
  }

  @Test
  void workIsHiddenForSixTimesTheFunctionsTimeout() {
    int timeout =
        (Integer) at(EXAMPLE.functions().get("io.cdrwebhooks.dispatch.DispatchHandler"), "Timeout");
    for (Object queue : workQueues().values()) {
      assertThat((Integer) at(queue, "VisibilityTimeout")).isGreaterThanOrEqualTo(6 * timeout);
    }
  }

  @Test
  void batchesAtOnceAreSharedByAllQueues() {
    assertThat(
            other().properties("AWS::Lambda::EventSourceMapping").values().stream()
                .map(mapping -> at(mapping, "ScalingConfig", "MaximumConcurrency")))
        .containsExactlyInAnyOrder(4, 2, 2);
  }

  @Test
  void batchesMayFailInPart() {
    Map<String, Object> mappings = EXAMPLE.properties("AWS::Lambda::EventSourceMapping");
    Map<Object, Object> mostAtOnce =
        mappings.values().stream()
            .collect(
                Collectors.toMap(
                    mapping -> String.valueOf(at(mapping, "EventSourceArn", "Fn::ImportValue")),
                    mapping -> at(mapping, "ScalingConfig", "MaximumConcurrency")));

    assertThat(mostAtOnce).hasSize(3);
    assertThat(workQueues().keySet())
        .allSatisfy(
            queue ->
                assertThat(mostAtOnce.keySet())
                    .anyMatch(source -> ((String) source).contains("FnGetAtt" + queue + "Arn")));
    assertThat(mostAtOnce.values()).containsExactlyInAnyOrder(7, 21, 2);
    for (Object mapping : mappings.values()) {
      boolean ofLanes = at(mapping, "ScalingConfig", "MaximumConcurrency").equals(21);
      boolean ofBackgroundWork = at(mapping, "ScalingConfig", "MaximumConcurrency").equals(2);
      assertThat(has(mapping, "MaximumBatchingWindowInSeconds")).isEqualTo(ofBackgroundWork);
      assertThat(at(mapping, "BatchSize")).isEqualTo(ofLanes ? 1 : 10);
      assertThat(at(mapping, "FunctionResponseTypes"))
          .isEqualTo(List.of("ReportBatchItemFailures"));
    }
  }

  @Test
  void deadLettersComeFromOneQueueAndMayReturn() {
    for (Map.Entry<String, Object> work : workQueues().entrySet()) {
      Object deadLetters =
          QUEUES.get(
              (String)
                  at(work.getValue(), "RedrivePolicy", "deadLetterTargetArn", "Fn::GetAtt", 0));

      assertThat(at(deadLetters, "RedriveAllowPolicy", "redrivePermission")).isEqualTo("byQueue");
      assertThat((List<?>) at(deadLetters, "RedriveAllowPolicy", "sourceQueueArns")).hasSize(1);
      // The ARN ends with the queue's name, part by part.
      List<?> arn =
          (List<?>) at(deadLetters, "RedriveAllowPolicy", "sourceQueueArns", 0, "Fn::Join", 1);
      List<?> name = (List<?>) at(work.getValue(), "QueueName", "Fn::Join");
      assertThat(String.valueOf(arn.getLast())).contains(String.valueOf(name));
    }
  }

  /// The bucket sends its first events to one queue, a rule the second ones to another.
  @Test
  void onlyTheBucketAndOneRuleSendToQueues() {
    List<Object> allowed =
        EXAMPLE.properties("AWS::SQS::QueuePolicy").values().stream()
            .flatMap(policy -> ((List<?>) at(policy, "PolicyDocument", "Statement")).stream())
            .filter(statement -> at(statement, "Effect").equals("Allow"))
            .<Object>map(statement -> statement)
            .toList();

    assertThat(allowed)
        .hasSize(2)
        .anySatisfy(
            statement -> {
              assertThat(at(statement, "Principal"))
                  .isEqualTo(Map.of("Service", "s3.amazonaws.com"));
              assertThat(
                      (String)
                          at(statement, "Condition", "ArnLike", "aws:SourceArn", "Fn::GetAtt", 0))
                  .startsWith("ReportArrivalsReports");
              assertThat((String) at(statement, "Resource", "Fn::GetAtt", 0))
                  .startsWith("ReportArrivalsQueue");
            })
        .anySatisfy(
            statement -> {
              assertThat(at(statement, "Principal"))
                  .isEqualTo(Map.of("Service", "events.amazonaws.com"));
              assertThat(
                      (String)
                          at(statement, "Condition", "ArnEquals", "aws:SourceArn", "Fn::GetAtt", 0))
                  .startsWith("ReportArrivalsSecondEvents");
              assertThat((String) at(statement, "Resource", "Fn::GetAtt", 0))
                  .startsWith("BackgroundWorkQueue");
            });
  }

  /// Only S3's events take the delay of the queue: our own messages name one.
  @Test
  void secondEventsWaitForAQuarterOfAnHour() {
    workQueues()
        .forEach(
            (id, queue) ->
                assertThat(at(queue, "DelaySeconds"))
                    .as(id)
                    .isEqualTo(id.startsWith("BackgroundWork") ? 15 * 60 : 0));
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
}
