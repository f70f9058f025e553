package io.cdrwebhooks.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.dynamodb.DynamoDbDeliveries;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbBulkJobs;
import io.cdrwebhooks.aws.sqs.SqsWorkMessages;
import io.cdrwebhooks.aws.sqs.WorkQueues;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metrics;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.statistics.Tally;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Task;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.DueWork;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Tests jobs with many more steps than a chain may have invocations, on the real stores and
/// queues: the poller refuses the 17th invocation of a chain, as Lambda does.
@Tag("slow") // thousands of deliveries
class LongJobsTest {
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private static final TimeRange LAST_HOURS =
      new TimeRange(NOW.minus(Duration.ofHours(5)), NOW.plus(Duration.ofHours(1)));
  private static final TaskId TASK = new TaskId(1);

  private static final List<String> LOG = new CopyOnWriteArrayList<>();

  @AutoClose private static LocalSystem system;
  private static DynamoDbBulkJobs jobs;
  private static DynamoDbDeliveries deliveries;

  @BeforeAll
  static void start() throws Exception {
    LocalSettings settings =
        LocalSettings.onFreePorts(LocalSecrets.random(new SecureRandom()), Optional.empty());
    InstantSource clock = InstantSource.system();
    system =
        LocalSystem.start(
            settings,
            _ -> {},
            new RuntimeInputs(
                clock,
                UUID::randomUUID,
                () -> 0,
                new EventLog(clock, LOG::add),
                new Metrics(clock, _ -> {}),
                new Tally(clock),
                _ -> {})); // no step waits for the pace of the one before
    jobs = new DynamoDbBulkJobs(system.clients().dynamoDb(), LocalSystem.TABLES.deliveries());
    deliveries =
        new DynamoDbDeliveries(system.clients().dynamoDb(), LocalSystem.TABLES.deliveries());
  }

  @Test
  void recoveryOfManyDeliveriesEndsInFewInvocations() throws Exception {
    try (AnsweringReceiver receiver = new AnsweringReceiver(200)) {
      ApiClient api = new ApiClient(system.apiUrl(), system.issueToken());
      ConfigurationId configuration =
          new ConfigurationId(
              api.createConfiguration(
                  "Receiver", receiver.url(), new SignatureKey("not-a-secret-but-long-enough")));
      record(1_200, configuration);

      BulkJob done = ended(begun(new Task.Recover(configuration, LAST_HOURS)));

      assertThat(done.position().changed()).isEqualTo(1_200);
      assertThat(done.position().step()).isGreaterThan(16); // the longest chain that Lambda allows
    }
    assertNoChainWasStopped();
  }

  private BulkJob begun(Task task) {
    BulkJob job =
        BulkJob.create(
            BulkJobId.of(UUID.randomUUID()), task, Instant.now().truncatedTo(ChronoUnit.MILLIS));
    assertThat(jobs.create(job)).isTrue();
    URI queue = URI.create(system.queueUrl(LocalQueues.BACKGROUND_WORK));
    new SqsWorkMessages(system.clients()::sqs, new WorkQueues(queue, queue))
        .send(new DueWork.OfJob(job.id()), Duration.ZERO);
    return job;
  }

  /// On a busy machine a job takes more than one invocation, and the sweep runs once a minute.
  private BulkJob ended(BulkJob job) throws Exception {
    return Await.until(
        Duration.ofMinutes(4),
        "the end of the job",
        () -> jobs.find(job.id()).orElseThrow(),
        BulkJob::finished);
  }

  private void assertNoChainWasStopped() {
    assertThat(LOG).noneMatch(line -> line.contains("a chain must have at most"));
    assertThat(
            system
                .clients()
                .sqs()
                .getQueueAttributes(
                    ask ->
                        ask.queueUrl(
                                system.queueUrl(
                                    LocalQueues.deadLetters(LocalQueues.BACKGROUND_WORK)))
                            .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                .attributes())
        .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0");
  }

  private void record(int count, ConfigurationId configuration) {
    IntStream.range(0, count)
        .parallel()
        .forEach(number -> deliveries.record(failed(number, configuration)));
  }

  private static Delivery failed(int number, ConfigurationId configuration) {
    ReportVersion report =
        new ReportVersion(
            LocalSettings.BUCKET,
            new ReportKey(TASK, number + ".zip"),
            Optional.of(configuration.value()));
    return Samples.with(
            Samples.delivery(report, configuration, NOW.minusSeconds(number)),
            DeliveryProgress.kept(DeliveryStatus.FAILED, "why"))
        .inspected(new Inspection(1, ""));
  }
}
