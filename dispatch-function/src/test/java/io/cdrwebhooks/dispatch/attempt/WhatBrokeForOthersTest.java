package io.cdrwebhooks.dispatch.attempt;

import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static io.cdrwebhooks.dispatch.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.answer.SafeText;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.SignaturePeriods.Turn;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.DeliveryLists.StatusShard;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.PayloadSignatures;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.dispatch.exchange.ExchangeLimits;
import io.cdrwebhooks.dispatch.exchange.RecordingReceiver;
import io.cdrwebhooks.receiver.ReceiverRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests for incidents that other senders of webhooks had.
class WhatBrokeForOthersTest {
  @AutoClose private final DispatchSystem system = new DispatchSystem().withTask();

  /// Requests were smuggled past the address guard in ever new spellings.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:169.254.169.254]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://2130706433/",
        "https://localhost./",
        "https://169.254.169.254/latest/meta-data/"
      })
  void blockedAddressIsRefusedInAnySpelling(String url) throws IOException {
    try (DispatchSystem strict = new DispatchSystem(ReceiverRules.PRODUCTION)) {
      strict.withTask("Task", url, true);
      String event = event(strict.put("tx00001.zip", "v1", Map.of("number-of-lines", "2")));
      assertThat(strict.invoke(event)).isEmpty();

      assertThat(strict.deliveries.attempts(strict.delivery().id()))
          .singleElement()
          .extracting(Attempt::outcome)
          .isEqualTo(AttemptOutcome.BLOCKED);
    }
  }

  /// The record of an attempt was too big to store, so the event was retried for ever.
  @Test
  void hugeAnswerIsCappedBeforeItIsStored() throws IOException {
    system.receiver.answer(500, "\u20ac".repeat(1_000_000));
    arrive("tx00001.zip");

    Attempt attempt = attempts().getFirst();
    assertThat(attempt.answer()).hasSizeLessThanOrEqualTo(SafeText.LIMIT);
    assertThat(system.delivery().progress().nextAttemptAt()).isPresent();
  }

  /// A retry fired before the first attempt was stored.
  @Test
  void retryCannotFireBeforeTheAttemptIsStored() throws IOException {
    system.receiver.answer(
        exchange -> {
          // A message that the delivery is due finds nothing to do now.
          assertThat(system.due(system.deliveries.all().getFirst().id())).isEmpty();
          exchange.sendResponseHeaders(500, -1);
        });
    arrive("tx00001.zip");

    assertThat(system.receiver.received).hasSize(1);
    assertThat(attempts()).hasSize(1);
  }

  /// A lease shorter than the HTTP timeout sent everything twice.
  @Test
  void leaseOutlastsTheLongestExchange() {
    assertThat(AttemptClaim.LEASE).isGreaterThan(ExchangeLimits.STANDARD.whole().multipliedBy(2));
  }

  /// Customers' mistakes filled the dead-letter queue and paged operators.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://no-such-host.invalid/",
        "http://127.0.0.1:1/",
        "http://10.0.0.1/",
        "https://127.0.0.1:8443/",
        "http://169.254.169.254/latest/meta-data/"
      })
  void unusableUrlFailsTheAttemptWithoutDeadLetter(String url) throws IOException {
    system.receiverIs(url);
    arrive("tx00001.zip");

    assertThat(attempts()).hasSize(1);
    assertThat(system.delivery().status()).isEqualTo(DeliveryStatus.PENDING);
  }

  /// From the second rotation on, the old key expired before its overlap ended.
  @Test
  void secondRotationKeepsTheOverlapOfTheFirst() throws IOException {
    for (int i = 1; i <= 2; i++) {
      WebhookConfiguration was = system.configuration();
      system.configurations.replace(
          was.withSignatures(
              was.signatures()
                  .rotated(
                      new SealedSignature("plain", "key " + i),
                      new SignatureKey("ey" + i),
                      new Turn(START.plusSeconds(i), Duration.ofDays(2)),
                      START.plusSeconds(i))
                  .orElseThrow(),
              START),
          was.revision());
    }
    system.now = START.plus(Duration.ofDays(1));
    arrive("tx00001.zip");

    assertThat(system.receiver.received.getFirst().headers().get("webhook-signature").split(" "))
        .as("both old keys sign as well as the new one")
        .hasSize(3);
  }

  /// The body was serialised again between signing and sending.
  @Test
  void sentBodyIsTheSignedBody() throws IOException {
    arrive("Süd Straße+.zip");

    RecordingReceiver.Received request = system.receiver.received.getFirst();
    assertThat(request.headers().get("X-CDR-Signature"))
        .isEqualTo(PayloadSignatures.xCdrSignature(DispatchSystem.KEY, request.body()));
  }

  /// The documentation named a header that was never sent.
  @Test
  void everyDocumentedHeaderIsSent() throws IOException {
    arrive("tx00001.zip");

    List<String> named =
        Files.readAllLines(Path.of("../docs/receiver-guide.md")).stream()
            .filter(line -> line.startsWith("| `X-") || line.startsWith("| `webhook-"))
            .map(line -> line.substring(3, line.indexOf('`', 3)))
            .toList();
    assertThat(named).hasSize(4);
    assertThat(system.receiver.received.getFirst().headers())
        .containsKeys(named.toArray(String[]::new));
  }

  /// Events for endpoints that were disabled were dropped.
  @Test
  void reportForADisabledConfigurationIsHeld() throws IOException {
    WebhookConfiguration was = system.configuration();
    system.configurations.replace(was.disabled("by hand", START), was.revision());
    arrive("tx00001.zip");

    assertThat(system.delivery().status()).isEqualTo(DeliveryStatus.HELD);
    assertThat(system.delivery().progress().reason()).isEqualTo("its configuration is disabled");
  }

  /// Undelivered events could not be listed.
  @Test
  void undeliveredReportsCanBeListed() throws IOException {
    reportForADisabledConfigurationIsHeld();
    system.withoutConfiguration();
    system.tasks.delete(DispatchSystem.TASK, Optional.empty(), system.now);
    Instant later = system.now.plusSeconds(1);
    assertThat(system.invoke(event(system.put("tx00002.zip", "v1"), later))).isEmpty();

    List<DeliveryStatus> standing = new ArrayList<>();
    TimeRange day = new TimeRange(START.minusSeconds(1), START.plus(Duration.ofDays(1)));
    for (DeliveryStatus status :
        EnumSet.of(DeliveryStatus.FAILED, DeliveryStatus.HELD, DeliveryStatus.UNROUTED)) {
      for (int shard = 0; shard < Deliveries.LIST_SHARDS; shard++) {
        system
            .deliveries
            .withStatus(
                new StatusShard(status, Optional.empty(), shard), day, Optional.empty(), 100)
            .items()
            .forEach(delivery -> standing.add(delivery.status()));
      }
    }
    assertThat(standing).containsExactlyInAnyOrder(DeliveryStatus.HELD, DeliveryStatus.UNROUTED);
  }

  /// After one success, the idempotency key suppressed a manual retry.
  @Test
  void redeliveryAfterASuccessIsSent() throws IOException {
    arrive("tx00001.zip");
    assertThat(system.delivery().status()).isEqualTo(DeliveryStatus.DELIVERED);
    redeliver(CONFIGURATION);
    redeliver(CONFIGURATION);

    assertThat(system.receiver.received)
        .hasSize(3)
        .extracting(request -> request.headers().get("webhook-id"))
        .containsOnly(system.delivery().id().value());
    assertThat(attempts())
        .extracting(attempt -> attempt.number().toString())
        .containsExactly("1#1", "2#1", "3#1");
  }

  private void redeliver(ConfigurationId configuration) throws IOException {
    Deliveries.Restarting restarting =
        system.deliveries.restart(
            system.delivery().id(), EnumSet.allOf(DeliveryStatus.class), configuration, system.now);
    assertThat(restarting).isInstanceOf(Deliveries.Restarting.Restarted.class);
    assertThat(system.due(system.delivery().id())).isEmpty();
  }

  private List<Attempt> attempts() {
    return system.deliveries.attempts(system.delivery().id());
  }

  private void arrive(String fileName) throws IOException {
    assertThat(system.invoke(event(system.put(fileName, "v1", Map.of("number-of-lines", "2")))))
        .isEmpty();
  }
}
