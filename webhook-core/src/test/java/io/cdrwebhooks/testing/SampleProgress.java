package io.cdrwebhooks.testing;

import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.LinkUse;
import java.time.Instant;
import java.util.Optional;

/// Builds the progress of a delivery for tests. What a test does not set is empty: no attempt, no
/// reason, nothing due.
public final class SampleProgress {
  private final DeliveryStatus status;
  private String reason = "";
  private AttemptNumber lastAttempt = AttemptNumber.NONE;
  private Optional<Instant> leasedUntil = Optional.empty();
  private Optional<Instant> dueAt = Optional.empty();
  private Optional<LinkUse> linkUse = Optional.empty();
  private Optional<Instant> roundBeganAt = Optional.empty();

  private SampleProgress(DeliveryStatus status) {
    this.status = status;
  }

  public static SampleProgress of(DeliveryStatus status) {
    return new SampleProgress(status);
  }

  public SampleProgress because(String why) {
    reason = why;
    return this;
  }

  public SampleProgress after(AttemptNumber last) {
    lastAttempt = last;
    return this;
  }

  public SampleProgress leasedUntil(Instant end) {
    leasedUntil = Optional.of(end);
    return this;
  }

  public SampleProgress dueAt(Instant time) {
    return dueAt(Optional.of(time));
  }

  public SampleProgress dueAt(Optional<Instant> time) {
    dueAt = time;
    return this;
  }

  public SampleProgress used(LinkUse use) {
    linkUse = Optional.of(use);
    return this;
  }

  public SampleProgress inRoundSince(Instant beginning) {
    roundBeganAt = Optional.of(beginning);
    return this;
  }

  public DeliveryProgress build() {
    return new DeliveryProgress(
        status, reason, lastAttempt, leasedUntil, dueAt, linkUse, 0, roundBeganAt);
  }
}
