package io.cdrwebhooks.dispatch.lane;

import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static io.cdrwebhooks.dispatch.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.FailingStreak;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.dispatch.CallWatch;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.dispatch.DrivenJobs;
import io.cdrwebhooks.dispatch.exchange.RecordingReceiver;
import io.cdrwebhooks.paging.Page;
import io.cdrwebhooks.report.Reports;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Task;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Tests what happens when people, receivers, indexes and clocks affect a delivery at an unlucky
/// moment.
@Tag("slow")
class InterleavingsTest {
  @AutoClose private final DispatchSystem system = new DispatchSystem();

  private static final Map<String, String> TWO = Map.of("number-of-lines", "2");

  /// A person saves the configuration while the receiver answers 410: the delivery is checked
  /// again.
  @Test
  void nothingStaysHeldForAnEnabledConfiguration() throws IOException {
    system.withTask();
    system.receiver.answer(
        exchange -> {
          system.receiverIs(system.receiver.url()); // a person saves while we wait
          exchange.sendResponseHeaders(410, -1);
        });
    system.invoke(event(system.put("tx00001.zip", "v1", TWO)));
    assertThat(system.configuration().enabled()).isTrue();
    assertThat(system.delivery().status()).isEqualTo(DeliveryStatus.HELD);
    assertThat(system.delivery().progress().dueAt()).as("checked again").isPresent();
  }

  /// A success while a failing attempt is in flight.
  @Test
  void earlierSuccessKeepsTheConfigurationEnabled() throws IOException {
    system.withTask();
    system.configurations.recordStreak(
        system.configuration(),
        Optional.of(
            new FailingStreak(
                START.minus(Duration.ofDays(5)), START.minus(Duration.ofHours(1)), 4, true)));
    system.receiver.answer(
        exchange -> {
          // another report is delivered in between
          WebhookConfiguration seen = system.configuration();
          assertThat(system.configurations.recordStreak(seen, Optional.empty())).isTrue();
          exchange.sendResponseHeaders(500, -1);
        });
    system.invoke(event(system.put("tx00001.zip", "v1", TWO)));
    system.due(system.delivery().id());
    assertThat(system.receiver.received).hasSize(1);
    assertThat(system.configuration().enabled()).as("enabled").isTrue();
  }

  /// A link that is not followed because its configuration was deleted and the link revoked.
  @Test
  void revokedLinkIsNotReportedAsUnused() throws IOException {
    system.withTask();
    system.invoke(event(system.put("tx00001.zip", "v1", TWO)));
    assertThat(system.delivery().status()).isEqualTo(DeliveryStatus.DELIVERED);
    system.withoutConfiguration();
    BulkJob _ = new DrivenJobs(system).run(new Task.End(CONFIGURATION, DrivenJobs.ALL));
    if (system.delivery().progress().dueAt().isPresent()) {
      system.nextAttempt();
    }
    assertThat(system.notices).isEmpty();
  }

  /// An event repeated after the task got another configuration.
  @Test
  void repeatedEventKeepsItsDeliverysConfiguration() throws IOException {
    try (RecordingReceiver other = new RecordingReceiver()) {
      system.withTask();
      boolean[] died = {false};
      String event = event(system.put("tx00001.zip", "v1", TWO));
      system.whenRecorded(
          () -> {
            if (!died[0]) {
              died[0] = true;
              throw new IllegalStateException("died after the record");
            }
          });
      assertThat(system.invoke(event)).hasSize(1);
      system.assign(Optional.of(system.configure("Other", other.url())));
      system.now = system.now.plusSeconds(70);
      assertThat(system.invoke(event)).isEmpty();
      assertThat(system.delivery().configurationId()).contains(CONFIGURATION);
      assertThat(other.received).isEmpty();
    }
  }

  /// Notices when many attempts answer 410 at once.
  @Test
  void disabledConfigurationIsReportedOnce() throws IOException {
    system.withTask();
    CyclicBarrier all = new CyclicBarrier(5);
    system.receiver.answer(
        exchange -> {
          try {
            all.await();
          } catch (Exception e) {
            throw new IOException(e);
          }
          exchange.sendResponseHeaders(410, -1);
        });
    String[] events = new String[5];
    for (int i = 0; i < 5; i++) {
      events[i] = event(system.put("tx" + i + ".zip", "v1", TWO));
    }
    system.invoke(events);
    assertThat(system.notices).hasSize(1);
  }

  /// The list of held deliveries is slightly behind.
  @Test
  void deliveryHeldJustBeforeEnablingIsReleased() throws IOException {
    Instant[] hidden = {START};
    system.watch(
        // an index that is half a second behind
        CallWatch.ofAnswers(
            (call, answer) ->
                call.is(Deliveries.class, "withStatus")
                        && system.now.isBefore(hidden[0].plusMillis(500))
                    ? new Page<Delivery>(List.of(), Optional.empty())
                    : answer));
    system.withTask("Task", system.receiver.url(), false);
    system.invoke(event(system.put("tx00001.zip", "v1", TWO)));
    assertThat(system.delivery().status()).isEqualTo(DeliveryStatus.HELD);
    system.now = START.plusMillis(100);
    system.receiverIs(system.receiver.url(), true);
    BulkJob _ = new DrivenJobs(system).run(new Task.Release(CONFIGURATION, DrivenJobs.ALL));
    system.nextAttempt();
    assertThat(system.delivery().status()).isNotEqualTo(DeliveryStatus.HELD);
  }

  /// Disabled while its lines are counted.
  @Test
  void configurationDisabledWhileCountingIsSentNothing() throws IOException {
    system.watch(
        call -> {
          if (call.is(Reports.class, "lookUp") && system.configuration().enabled()) {
            system.now = system.now.plusSeconds(30);
            system.receiverIs(system.receiver.url(), false);
          }
        });
    system.withTask();
    system.invoke(event(system.put("tx00001.zip", "v1", Map.of())));
    assertThat(system.receiver.received).isEmpty();
  }

  /// The link of a redelivery that is not followed.
  @Test
  void unusedLinkOfARedeliveryIsReported() throws IOException {
    system.withTask();
    system.invoke(event(system.put("tx00001.zip", "v1", TWO)));
    system.deliveries.recordLinkFollowed(
        system.delivery().id(), Samples.follow(system.now, "192.0.2.1"));
    system.now = system.now.plus(Duration.ofDays(2)); // the first link expired long ago
    system.deliveries.restart(
        system.delivery().id(), EnumSet.of(DeliveryStatus.DELIVERED), CONFIGURATION, system.now);
    system.nextAttempt();
    assertThat(system.receiver.received).hasSize(2);
    system.nextAttempt();
    assertThat(system.notices).hasSize(1);
  }

  /// Both links lead to the same version, so the receiver has the report.
  @Test
  void earlierLinkFollowedAfterARedeliveryNeedsNoNotice() throws IOException {
    system.withTask();
    system.invoke(event(system.put("tx00001.zip", "v1", TWO)));
    system.now = system.now.plus(Duration.ofHours(1));
    DeliveryId id = system.delivery().id();
    system.deliveries.restart(id, EnumSet.of(DeliveryStatus.DELIVERED), CONFIGURATION, system.now);
    system.nextAttempt();
    Instant checkAt = system.delivery().progress().dueAt().orElseThrow();
    system.deliveries.recordLinkFollowed(
        id, Samples.follow(system.now.plusSeconds(1), "192.0.2.1"));

    assertThat(system.delivery().progress().dueAt()).isEmpty();
    system.now = checkAt;
    system.due(id);
    assertThat(system.notices).isEmpty();
  }
}
