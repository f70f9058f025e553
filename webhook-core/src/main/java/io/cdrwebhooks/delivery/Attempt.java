package io.cdrwebhooks.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// One try to tell the receiver, as it is kept.
///
/// `duration` is all of it, `timings` its phases. `address` is the IP address and port that was
/// connected to, if any was. `reason` is one sentence, empty text for a delivered attempt, at most
/// [#LONGEST_REASON] characters. `answer` is the beginning of the receiver's answer as safe text,
/// at most [SafeText#LIMIT] characters, empty text if there was none. `nextAttemptAt` is when the
/// schedule has the next one, empty when there is none. `request` is what was sent, or would have
/// been had it come to that; empty for an attempt of the time before requests were kept.
public record Attempt(
    AttemptNumber number,
    Instant startedAt,
    Duration duration,
    AttemptTimings timings,
    Optional<String> address,
    OptionalInt statusCode,
    AttemptOutcome outcome,
    String reason,
    String answer,
    Optional<Instant> nextAttemptAt,
    Optional<SentRequest> request) {
  /// Characters; every sentence of ours is shorter.
  public static final int LONGEST_REASON = 300;

  public Attempt {
    if (number.number() < 1 || duration.isNegative()) {
      throw new IllegalArgumentException("not an attempt that was made: " + number);
    }
    if (answer.length() > SafeText.LIMIT || reason.length() > LONGEST_REASON) {
      throw new IllegalArgumentException("what is kept of an answer is bounded");
    }
  }
}
