package io.cdrwebhooks.dispatch.jobs;

import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static io.cdrwebhooks.dispatch.DispatchSystem.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.dispatch.DrivenJobs;
import io.cdrwebhooks.dispatch.KeptDeliveries;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.statistics.Series;
import io.cdrwebhooks.testing.SampleProgress;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Task;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tests the jobs that end the deliveries of a deleted configuration, and revoke links.
class ConfigurationEndTest {
  @AutoClose private final DispatchSystem system = new DispatchSystem().withTask();
  private final DrivenJobs jobs = new DrivenJobs(system);
  private final KeptDeliveries kept = new KeptDeliveries(system);

  @BeforeEach
  void lanesStandStill() {
    system.lanesStandStill();
  }

  @Test
  void deletedConfigurationEndsItsDeliveriesAndRevokesItsLinks() throws IOException {
    system.receiver.answer(500, "down");
    Delivery pending = kept.attempted("tx00001.zip");
    Delivery held = kept.with(1, DeliveryStatus.HELD);
    system.withoutConfiguration();

    jobs.run(new Task.End(CONFIGURATION, DrivenJobs.ALL));

    for (Delivery delivery : List.of(pending, held)) {
      Delivery ended = system.deliveries.find(delivery.id()).orElseThrow();
      assertThat(ended.status()).isEqualTo(DeliveryStatus.FAILED);
      assertThat(ended.progress().reason()).isEqualTo("its configuration was deleted");
    }
    assertThat(system.links.find(AccessToken.of(system.tokens.getFirst()).hash()).orElseThrow())
        .satisfies(link -> assertThat(link.revoked()).isTrue());
    assertThat(system.statistics.total(Series.of(CONFIGURATION)).failed()).isEqualTo(2);
  }

  /// A receiver may renew the link of any stored delivery, even before its first attempt.
  @Test
  void deletedConfigurationRevokesRenewedLinksToo() throws IOException {
    Delivery held = kept.with(1, DeliveryStatus.HELD);
    Delivery old =
        kept.recorded(40 * 86_400, TASK, Optional.of(CONFIGURATION), DeliveryStatus.FAILED);
    List<DownloadLink> renewed = new ArrayList<>();
    for (Delivery delivery : List.of(held, old)) {
      AccessToken token = AccessToken.of(UUID.randomUUID());
      renewed.add(DownloadLink.issue(token, delivery, START));
    }
    renewed.forEach(system.links::issue);
    system.withoutConfiguration();

    jobs.run(new Task.End(CONFIGURATION, DrivenJobs.ALL));

    assertThat(renewed)
        .allSatisfy(
            link ->
                assertThat(system.links.find(link.tokenHash()).orElseThrow().revoked()).isTrue());
  }

  /// A recovery sent it again, and an attempt was in flight at the deletion.
  @Test
  void oldDeliveryWithAnAttemptInFlightIsEndedToo() throws IOException {
    Instant now = START;
    DeliveryProgress inFlight =
        SampleProgress.of(DeliveryStatus.PENDING)
            .leasedUntil(now.plus(AttemptClaim.LEASE))
            .dueAt(now)
            .build();
    Delivery old = kept.recorded(40 * 86_400, TASK, Optional.of(CONFIGURATION), inFlight);
    system.withoutConfiguration();

    jobs.run(new Task.End(CONFIGURATION, new TimeRange(DrivenJobs.ALL.from(), START)));

    assertThat(system.deliveries.find(old.id()).orElseThrow().status())
        .isEqualTo(DeliveryStatus.FAILED);
  }

  @Test
  void nothingEndsForAnExistingConfiguration() throws IOException {
    Delivery held = kept.with(1, DeliveryStatus.HELD);
    jobs.run(new Task.End(CONFIGURATION, DrivenJobs.ALL));

    assertThat(system.deliveries.find(held.id()).orElseThrow().status())
        .isEqualTo(DeliveryStatus.HELD);
  }

  @Test
  void linkIssuedDuringRevocationIsRevokedToo() throws IOException {
    BulkJob done = jobs.run(new Task.Revoke(kept.attempted("tx00001.zip").id(), DrivenJobs.ALL));

    assertThat(done.position().changed()).isEqualTo(1);
    assertThat(system.links.find(AccessToken.of(system.tokens.getFirst()).hash()).orElseThrow())
        .satisfies(link -> assertThat(link.revoked()).isTrue());
  }
}
