package io.cdrwebhooks.configapi.configurations;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configapi.Faults;
import io.cdrwebhooks.configapi.SentAgain;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Task;
import io.cdrwebhooks.work.BulkJobs;
import io.cdrwebhooks.work.DueIndex;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.InMemoryDueIndex;
import io.cdrwebhooks.work.InMemoryWorkMessages.Sent;
import io.cdrwebhooks.work.WorkMessages;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests the effect of a changed configuration on its deliveries, and that no fault in between
/// loses it.
class ConfigurationFollowUpsTest extends ChangedConfiguration {
  @Test
  void enablingReleasesHeldDeliveries() {
    disable();

    assertThat(enable().status()).isEqualTo(200);

    BulkJob job = onlyJob();
    assertThat(job.task()).isInstanceOf(Task.Release.class);
    assertThat(((Task.Release) job.task()).configuration()).isEqualTo(id);
    assertCovers(job.task().range());
    assertThat(dueBy(start)).containsExactly(new DueWork.OfJob(job.id()));
    assertThat(api.workMessages.sent())
        .containsExactly(new Sent(new DueWork.OfJob(job.id()), Duration.ZERO), receiverTried());
  }

  /// A million deliveries may wait. Their lane sets each to HELD when a worker handles it.
  @Test
  void disablingRewritesNoDeliveryAndBeginsNoJob() {
    for (int i = 0; i < 3; i++) {
      api.deliveries.record(Samples.delivery(Samples.report(Samples.taskId()), id, start));
    }
    List<Delivery> before = api.deliveries.all();

    assertThat(disable().status()).isEqualTo(200);

    assertThat(api.deliveries.all()).hasSize(3).isEqualTo(before);
    assertThat(api.jobs.all()).isEmpty();
    assertThat(api.workMessages.sent()).isEmpty();
  }

  @Test
  void onlyEnablingReleases() {
    enable();
    disable();
    disable();
    api.post("/webhook-configurations", TestApi.creation("B").replace("{", "{\"enabled\":false,"));

    assertThat(api.jobs.all()).isEmpty();
    assertThat(api.workMessages.sent()).isEmpty();
  }

  @Test
  void deletingEndsTheDeliveriesAndLinks() {
    assertThat(api.delete(path).status()).isEqualTo(204);

    BulkJob job = onlyJob();
    assertThat(job.task()).isInstanceOf(Task.End.class);
    assertThat(((Task.End) job.task()).configuration()).isEqualTo(id);
    assertCovers(job.task().range());
    assertThat(dueBy(start)).containsExactly(new DueWork.OfJob(job.id()));
    assertThat(api.workMessages.sent())
        .containsExactly(new Sent(new DueWork.OfJob(job.id()), Duration.ZERO));
  }

  /// It was sent again, so it is kept for 90 days from then on.
  @Test
  void deletingCoversAnOldDeliveryThatWasSentAgain() {
    SentAgain old = SentAgain.in(api, id);

    api.delete(path);

    assertThat(old.isFoundByTheJob()).isTrue();
  }

  @Test
  void refusedChangeLeavesNoWork() {
    api.configured("B");
    disable();
    api.storeTask(7, Optional.of(path));

    assertThat(put("B", true).status()).isEqualTo(409);
    assertThat(api.delete(path).status()).isEqualTo(409);

    assertThat(api.jobs.all()).hasSize(2).allMatch(BulkJob::finished);
    assertThat(api.workMessages.sent()).isEmpty();
  }

  @Test
  void invalidChangeCreatesNoJob() {
    assertThat(api.put(path, "\"9\"", "{}").status()).isEqualTo(412);
    assertThat(api.send(TestApi.request("DELETE", path).withHeader("if-match", "\"9\"")).status())
        .isEqualTo(412);
    assertThat(api.put(path, "*", "{}").status()).isEqualTo(422);

    assertThat(api.jobs.all()).isEmpty();
  }

  @Test
  void sweepDuringTheChangeDoesNotFindItsJobYet() {
    disable();
    api.use(
        Faults.meanwhile(
            "replace",
            WebhookConfigurations.class,
            api.configurations,
            () -> {
              assertThat(api.jobs.all()).hasSize(1);
              assertThat(dueBy(start.plusSeconds(9))).isEmpty();
            }));

    assertThat(enable().status()).isEqualTo(200);
    assertThat(dueBy(start)).hasSize(1);
  }

  @Test
  void changeFailsIfItsJobCannotBeStored() {
    disable();
    api.use(Faults.before("createNew", BulkJobs.class, api.jobs));

    assertThat(enable().status()).isEqualTo(500);
    assertThat(api.delete(path).status()).isEqualTo(500);
    assertThat(api.stored(path).enabled()).isFalse();
  }

  /// The change is stored, even though its caller gets an error.
  @Test
  void jobIsFoundIfTheFunctionDiesAfterTheChange() {
    disable();
    api.use(Faults.after("replace", WebhookConfigurations.class, api.configurations));
    assertThat(enable().status()).isEqualTo(500);
    assertThat(api.stored(path).enabled()).isTrue();
    assertThat(dueBy(start.plusSeconds(10))).hasSize(1);

    api.use(Faults.after("delete", WebhookConfigurations.class, api.configurations));
    assertThat(api.delete(path).status()).isEqualTo(500);
    assertThat(api.configurations.find(id)).isEmpty();
    assertThat(dueBy(start.plusSeconds(10))).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void changeSucceedsIfItsJobCannotBeMoved(boolean getsThrough) {
    disable();
    api.use(
        getsThrough
            ? Faults.after("advance", BulkJobs.class, api.jobs)
            : Faults.before("advance", BulkJobs.class, api.jobs));

    assertThat(enable().status()).isEqualTo(200);
    assertThat(api.delete(path).status()).isEqualTo(204);

    assertThat(dueBy(start.plusSeconds(10))).hasSize(2);
    assertThat(api.log).filteredOn(line -> line.contains("job.not-advanced")).hasSize(2);
  }

  @Test
  void changeSucceedsIfItsMessageCannotBeSent() {
    disable();
    api.use(Faults.before("send", WorkMessages.class, api.workMessages));

    assertThat(enable().status()).isEqualTo(200);
    assertThat(api.delete(path).status()).isEqualTo(204);

    assertThat(dueBy(start)).hasSize(2);
    assertThat(api.log).filteredOn(line -> line.contains("reminder.not-sent")).hasSize(3);
  }

  @Test
  void sweepThatTookTheJobFirstIsNotDisturbed() {
    disable();
    api.use(
        Faults.meanwhile(
            "replace",
            WebhookConfigurations.class,
            api.configurations,
            () -> {
              BulkJob job = onlyJob();
              api.jobs.advance(
                  job, job.after(job.position().onward("cursor", 5, 3), Optional.of(start)));
            }));

    assertThat(enable().status()).isEqualTo(200);

    assertThat(onlyJob().position().cursor()).contains("cursor");
    assertThat(onlyJob().position().changed()).isEqualTo(3);
  }

  /// Everything that is kept, and what dispatch records a moment after the change.
  private void assertCovers(TimeRange range) {
    assertThat(range.contains(start.minus(Duration.ofDays(90)))).isTrue();
    assertThat(range.contains(start.plusSeconds(30))).isTrue();
  }

  private BulkJob onlyJob() {
    assertThat(api.jobs.all()).hasSize(1);
    return api.jobs.all().getFirst();
  }

  private List<DueWork> dueBy(Instant until) {
    InMemoryDueIndex index = new InMemoryDueIndex(api.deliveries, api.jobs, api.lanes);
    return IntStream.range(0, DueIndex.SHARDS)
        .boxed()
        .flatMap(shard -> index.due(shard, until, 100).stream())
        .map(DueIndex.Due::work)
        .toList();
  }
}
