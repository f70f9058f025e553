package io.cdrwebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.answer.AttemptTimings;
import io.cdrwebhooks.answer.SafeText;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.SampleProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Tests that the records of a delivery refuse invalid values.
class DeliveryTest {
  private static final Instant NOW = Instant.parse("2026-01-10T11:20:09Z");
  private static final Optional<ConfigurationId> CONFIGURATION =
      Optional.of(new ConfigurationId("cfg_0123456789abcdef0123456789abcdef"));

  @ParameterizedTest
  @EnumSource(DeliveryStatus.class)
  void onlyUnroutedDeliveryHasNoConfiguration(DeliveryStatus status) {
    boolean unrouted = status == DeliveryStatus.UNROUTED;
    assertThatCode(() -> delivery(status, unrouted ? Optional.empty() : CONFIGURATION, 1))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> delivery(status, unrouted ? CONFIGURATION : Optional.empty(), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sizeIsNotNegative() {
    assertThatCode(() -> delivery(DeliveryStatus.PENDING, CONFIGURATION, 0))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> delivery(DeliveryStatus.PENDING, CONFIGURATION, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void inspectingChangesOnlyTheInspection() {
    Delivery before = delivery(DeliveryStatus.PENDING, CONFIGURATION, 7);
    Inspection found = new Inspection(3, "");
    assertThat(before.inspected(found))
        .isEqualTo(
            new Delivery(
                before.id(),
                before.configurationId(),
                new Delivery.Upload(before.report(), NOW, 7, Optional.of(found)),
                NOW,
                before.progress()));
    assertThat(before.inspected(found).status()).isEqualTo(DeliveryStatus.PENDING);
  }

  @Test
  void startsWithoutAnAttempt() {
    assertThat(DeliveryProgress.pending(NOW))
        .isEqualTo(
            SampleProgress.of(DeliveryStatus.PENDING)
                .after(new AttemptNumber(1, 0))
                .dueAt(NOW)
                .build());
  }

  @Test
  void attemptsAreCountedWithinTheirRound() {
    assertThat(AttemptNumber.NONE.next()).isEqualTo(new AttemptNumber(1, 1));
    assertThat(new AttemptNumber(2, 9).next()).hasToString("2#10");
    assertThatThrownBy(() -> new AttemptNumber(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AttemptNumber(1, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void attemptNeedsANumberAndABoundedAnswer() {
    assertThatCode(() -> attempt(1, Duration.ZERO, SafeText.LIMIT)).doesNotThrowAnyException();
    assertThatThrownBy(() -> attempt(0, Duration.ZERO, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> attempt(1, Duration.ofNanos(-1), 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> attempt(1, Duration.ZERO, SafeText.LIMIT + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Delivery delivery(
      DeliveryStatus status, Optional<ConfigurationId> configuration, long sizeBytes) {
    ReportVersion report =
        new ReportVersion("b", new ReportKey(new TaskId(1), "a.zip"), Optional.empty());
    return new Delivery(
        DeliveryId.of(report, "1"),
        configuration,
        new Delivery.Upload(report, NOW, sizeBytes, Optional.empty()),
        NOW,
        status == DeliveryStatus.PENDING
            ? DeliveryProgress.pending(NOW)
            : DeliveryProgress.kept(status, "why"));
  }

  private static Attempt attempt(int number, Duration duration, int answerLength) {
    return new Attempt(
        new AttemptNumber(1, number),
        NOW,
        duration,
        AttemptTimings.NONE,
        Optional.empty(),
        OptionalInt.of(200),
        AttemptOutcome.DELIVERED,
        "",
        "a".repeat(answerLength),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }
}
