package io.cdrwebhooks.aws.dynamodb.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.dynamodb.Faults;
import io.cdrwebhooks.aws.dynamodb.TableDefinition;
import io.cdrwebhooks.aws.dynamodb.TestTables;
import io.cdrwebhooks.aws.dynamodb.WatchedHttp;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Task;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.BulkJobs;
import io.cdrwebhooks.work.BulkJobsContract;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The jobs in DynamoDB keep to the contract, and out of the way of deliveries.
@SpeaksToAws
class DynamoDbBulkJobsTest implements BulkJobsContract {
  private static final TestTables TABLES = TestTables.create();

  @Override
  public BulkJobs jobs() {
    return TABLES.jobs();
  }

  @Test
  void jobIsInNoListOfDeliveriesAndIsKeptForNinetyDays() {
    BulkJob job = job();
    jobs().create(job);
    assertThat(TestTables.indexesOf(item(job))).containsExactly(TableDefinition.DUE);
    long expiresAt = job.createdAt().plus(Duration.ofDays(90)).getEpochSecond();
    assertThat(item(job).get(TableDefinition.TIME_TO_LIVE).n()).isEqualTo(Long.toString(expiresAt));
  }

  /// The job of statements never finishes: without this it would be removed after 90 days.
  @Test
  void jobThatIsDueIsKeptLonger() {
    BulkJob job = job();
    assertThat(jobs().create(job)).isTrue();
    BulkJob later =
        job.after(job.position().again(0, 0), Optional.of(NOW.plus(Duration.ofDays(70))));
    assertThat(jobs().advance(job, later)).isTrue();

    long expiresAt = NOW.plus(Duration.ofDays(160)).getEpochSecond();
    assertThat(item(job).get(TableDefinition.TIME_TO_LIVE).n()).isEqualTo(Long.toString(expiresAt));
  }

  private static Map<String, AttributeValue> item(BulkJob job) {
    return TABLES.stored(TABLES.names().deliveries(), JobItems.key(job.id()));
  }

  @Test
  void lostAnswersDoNotChangeTheOutcome() {
    WatchedHttp http = new WatchedHttp();
    BulkJobs losing = TABLES.through(http).jobs();
    http.watchedBy(Faults.everyAnswerLostOnce());
    BulkJob job = job();
    assertThat(losing.create(job)).isTrue();
    BulkJob next = job.after(job.position().nextPartition(1, 1), Optional.empty());
    assertThat(losing.advance(job, next)).isTrue();
    assertThat(losing.find(job.id())).contains(next);
  }

  private static BulkJob job() {
    return BulkJob.create(
        BulkJobId.of(UUID.randomUUID()), new Task.End(Samples.configurationId(), RANGE), NOW);
  }
}
