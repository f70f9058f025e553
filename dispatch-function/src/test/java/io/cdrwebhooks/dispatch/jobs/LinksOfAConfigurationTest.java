package io.cdrwebhooks.dispatch.jobs;

import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static io.cdrwebhooks.dispatch.DispatchSystem.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.dispatch.DrivenJobs;
import io.cdrwebhooks.dispatch.KeptDeliveries;
import io.cdrwebhooks.dispatch.TestContext;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.link.DownloadLinks;
import io.cdrwebhooks.link.IssuedBefore;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Task;
import io.cdrwebhooks.work.BulkJobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Tests the job that revokes the links that were given out for a configuration.
class LinksOfAConfigurationTest {
  @AutoClose private final DispatchSystem system = new DispatchSystem().withTask();
  private final DrivenJobs jobs = new DrivenJobs(system);
  private final KeptDeliveries kept = new KeptDeliveries(system);

  @Test
  void linksFromBeforeAreRevokedAndLaterOnesLive() throws IOException {
    kept.attempted("tx00001.zip");
    ConfigurationId other = system.configure("Other", system.receiver.url());
    Delivery ofOther = kept.recorded(7, TASK, Optional.of(other), DeliveryStatus.FAILED);
    DownloadLink others = renewed(ofOther);
    system.now = system.now.plusSeconds(1);
    system.receiverIs(system.receiver.url());
    BulkJob job = jobs.created(all());
    kept.attempted("tx00002.zip");

    BulkJob done = jobs.run(job.id());

    assertThat(done.position().changed()).isEqualTo(1);
    assertThat(link(0).revoked()).isTrue();
    assertThat(link(1).revoked()).isFalse();
    assertThat(system.links.find(others.tokenHash()).orElseThrow().revoked()).isFalse();
  }

  /// Its attempt has read the configuration before the change, and issues the link after the job
  /// has looked at its delivery.
  @Test
  void linkOfAnAttemptInFlightIsRevoked() throws IOException {
    List<BulkJob> begun = new ArrayList<>();
    system.remaining(TestContext.A_MINUTE);
    system.watch(
        call -> {
          if (call.is(DownloadLinks.class, "issue") && begun.isEmpty()) {
            system.receiverIs(system.receiver.url());
            begun.add(jobs.created(all()));
            takeSteps(begun.getFirst());
            system.now = system.now.plusSeconds(2);
          }
        });
    kept.attempted("tx00001.zip");
    BulkJob half = jobs.found(begun.getFirst());
    assertThat(half.position().changed()).isZero();
    assertThat(half.position().seen()).as("it has looked at the delivery").isEqualTo(1);
    assertThat(link(0).revoked()).isFalse();

    jobs.run(half.id());

    assertThat(link(0).revoked()).isTrue();
  }

  /// A receiver may have renewed the link of any stored delivery.
  @Test
  void linkOfAnOldDeliveryIsRevoked() throws IOException {
    DownloadLink link =
        renewed(
            kept.recorded(40 * 86_400, TASK, Optional.of(CONFIGURATION), DeliveryStatus.FAILED));

    jobs.run(all());

    assertThat(system.links.find(link.tokenHash()).orElseThrow().revoked()).isTrue();
  }

  @Test
  void revokedLinkNeedsNoNoticeAndALaterOneKeepsIts() throws IOException {
    Delivery before = kept.attempted("tx00001.zip");
    system.now = system.now.plusSeconds(1);
    system.receiverIs(system.receiver.url());
    BulkJob job = jobs.created(all());
    Delivery later = kept.attempted("tx00002.zip");

    jobs.run(job.id());

    assertThat(system.deliveries.find(before.id()).orElseThrow().progress().dueAt()).isEmpty();
    assertThat(system.deliveries.find(later.id()).orElseThrow().progress().dueAt()).isPresent();
  }

  /// The delivery was sent again, to the new URL.
  @Test
  void deliveryWithALaterLinkKeepsItsNotice() throws IOException {
    Delivery sentAgain = kept.attempted("tx00001.zip");
    system.now = system.now.plusSeconds(1);
    system.receiverIs(system.receiver.url());
    BulkJob job = jobs.created(all());
    system.links.issue(
        DownloadLink.issue(
            AccessToken.of(UUID.randomUUID()), sentAgain, system.now.plusSeconds(2)));

    jobs.run(job.id());

    assertThat(link(0).revoked()).isTrue();
    assertThat(system.deliveries.find(sentAgain.id()).orElseThrow().progress().dueAt()).isPresent();
  }

  /// The worker dies at each step in turn, before its position is stored.
  @Test
  void jobThatIsKilledAtAnyStepRevokesAll() throws IOException {
    BulkJob whole = jobs.run(all());
    for (int step = 1; step <= whole.position().step(); step++) {
      Delivery delivery = kept.attempted("killed-%d.zip".formatted(step));
      system.now = system.now.plusSeconds(1);
      system.receiverIs(system.receiver.url());
      BulkJob job = jobs.created(all());
      killAt(step);
      assertThat(jobs.due(job)).as("SQS repeats the message").hasSize(1);

      jobs.sweepUntilFinished(job);

      assertThat(system.links.list(delivery.id(), 100))
          .as("killed at step %d", step)
          .isNotEmpty()
          .allMatch(link -> link.revoked());
    }
  }

  /// At 1,000 reports a second others always wait.
  @Test
  void recentLinksAreRevokedEvenWhileOthersWait() throws IOException {
    for (int i = 0; i < 1_500; i++) {
      renewed(kept.with(i, DeliveryStatus.FAILED));
    }
    system.workMessages.backgroundWaiting(5_000);
    system.watch(
        call -> {
          if (call.is(BulkJobs.class, "advance")) {
            system.now = system.now.plusSeconds(2);
          }
        });
    BulkJob job = jobs.created(all());

    jobs.due(job);

    assertThat(jobs.found(job).position().changed()).isEqualTo(1_500);
  }

  private Task.RevokeAll all() {
    return new Task.RevokeAll(
        CONFIGURATION,
        IssuedBefore.at(system.now, system.configuration()),
        new TimeRange(START.minus(Duration.ofDays(90)), system.now.plus(Duration.ofMinutes(1))));
  }

  private DownloadLink renewed(Delivery delivery) {
    DownloadLink link =
        DownloadLink.issue(AccessToken.of(UUID.randomUUID()), delivery, system.now.minusSeconds(2));
    system.links.issue(link);
    return link;
  }

  /// The link of the attempt with this number, from 0.
  private DownloadLink link(int number) {
    return system.links.find(AccessToken.of(system.tokens.get(number)).hash()).orElseThrow();
  }

  private void takeSteps(BulkJob job) {
    try {
      assertThat(jobs.due(job)).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void killAt(int step) {
    AtomicInteger steps = new AtomicInteger();
    system.watch(
        call -> {
          if (call.is(BulkJobs.class, "advance") && steps.incrementAndGet() == step) {
            throw new IllegalStateException("killed");
          }
        });
  }
}
