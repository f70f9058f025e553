package io.cdrwebhooks.dispatch.attempt;

import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static io.cdrwebhooks.dispatch.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.FailingStreak;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.notice.Notice;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Tests how a failing receiver is recorded, reported and disabled.
class ReceiverHealthTest {
  @AutoClose private final DispatchSystem system = new DispatchSystem().withTask();

  @Test
  void firstFailureBeginsAStreakAndASuccessEndsIt() throws IOException {
    system.receiver.answer(500, "down");
    arrive("tx00001.zip");
    assertThat(system.configuration().health().failing()).contains(FailingStreak.begin(START));

    system.receiver.answer(200, "");
    system.nextAttempt();
    assertThat(system.configuration().health().failing()).isEmpty();
    assertThat(system.configuration().revision())
        .as("the revision has not changed")
        .isEqualTo(io.cdrwebhooks.configuration.Revision.FIRST);
  }

  @Test
  void warnsOnceAfterADayAndDisablesAfterFive() throws IOException {
    system.receiver.answer(500, "down");
    arrive("tx-0.zip");
    for (int hours = 6; hours < 120; hours += 6) {
      failAt(Duration.ofHours(hours), "tx-" + hours + ".zip");
      assertThat(system.configuration().enabled()).as("after %s h", hours).isTrue();
      assertThat(notices(Notice.ConfigurationFailing.class)).hasSize(hours < 24 ? 0 : 1);
    }
    failAt(Duration.ofHours(120), "tx-last.zip");

    assertThat(system.configuration().enabled()).isFalse();
    assertThat(system.configuration().health().disabledReason())
        .isEqualTo("every attempt has failed since 2026-01-10T11:20:09Z");
    assertThat(notices(Notice.ConfigurationFailing.class))
        .singleElement()
        .satisfies(
            notice -> {
              assertThat(notice.configuration()).isEqualTo(CONFIGURATION);
              assertThat(notice.since()).isEqualTo(START);
            });
    assertThat(notices(Notice.ConfigurationDisabled.class)).hasSize(1);
  }

  @Test
  void goneDisablesAtOnceAndHoldsDeliveries() throws IOException {
    system.receiver.answer(500, "down");
    arrive("tx00001.zip");
    arrive("tx00002.zip");
    system.receiver.answer(410, "stop");
    Delivery first = system.deliveries.all().getFirst();
    Delivery second = system.deliveries.all().getLast();
    system.now = START.plusSeconds(6);
    system.due(first.id());

    WebhookConfiguration disabled = system.configuration();
    assertThat(disabled.enabled()).isFalse();
    assertThat(disabled.health().disabledReason()).isEqualTo("the receiver answered 410 Gone");
    assertThat(system.deliveries.find(first.id()).orElseThrow().status())
        .isEqualTo(DeliveryStatus.HELD);
    assertThat(notices(Notice.ConfigurationDisabled.class))
        .singleElement()
        .satisfies(
            notice -> {
              assertThat(notice.configuration()).isEqualTo(CONFIGURATION);
              assertThat(notice.reason()).isEqualTo("the receiver answered 410 Gone");
              assertThat(notice.delivery())
                  .as("both are sent at once")
                  .isIn(first.id(), second.id());
            });

    int requests = system.receiver.received.size();
    system.due(second.id());
    assertThat(system.deliveries.find(second.id()).orElseThrow().status())
        .isEqualTo(DeliveryStatus.HELD);
    arrive("tx00003.zip");
    assertThat(system.deliveries.all().getLast().status()).isEqualTo(DeliveryStatus.HELD);
    assertThat(system.receiver.received).hasSize(requests);
  }

  /// The job that releases held deliveries may have passed just before.
  @Test
  void heldDeliveryOfAnEnabledConfigurationIsReleased() throws IOException {
    WebhookConfiguration was = system.configuration();
    system.configurations.replace(was.disabled("by hand", START), was.revision());
    system.whenRecorded(() -> system.receiverIs(was.url().toString(), true));
    arrive("tx00001.zip");
    assertThat(system.delivery().status()).isEqualTo(DeliveryStatus.HELD);

    system.nextAttempt();
    assertThat(system.delivery().status()).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(system.receiver.received).hasSize(1);
  }

  @Test
  void heldDeliveryStaysWhileItsConfigurationIsDisabled() throws IOException {
    WebhookConfiguration was = system.configuration();
    system.configurations.replace(was.disabled("by hand", START), was.revision());
    arrive("tx00001.zip");
    system.nextAttempt();

    assertThat(system.delivery().status()).isEqualTo(DeliveryStatus.HELD);
    assertThat(system.delivery().progress().dueAt()).isEmpty();
  }

  private void arrive(String fileName) throws IOException {
    assertThat(system.invoke(event(system.put(fileName, "v1", Map.of("number-of-lines", "2")))))
        .isEmpty();
  }

  /// Makes one attempt that long after the start, whatever the receiver answers now.
  private void failAt(Duration afterStart, String fileName) throws IOException {
    system.now = START.plus(afterStart);
    arrive(fileName);
    system.due(system.deliveries.all().getLast().id());
  }

  private <T> List<T> notices(Class<T> kind) {
    return system.notices.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
