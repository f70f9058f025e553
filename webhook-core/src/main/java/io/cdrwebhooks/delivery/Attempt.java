package io.cdrwebhooks.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// One try to tell the receiver, as it is kept.
///
/// `address` is the IP address and port that was connected to, if any was. `reason` is one
/// sentence, empty text for a delivered attempt. `answer` is the beginning of the receiver's answer
/// as safe text, at most [SafeText#LIMIT] characters, empty text if there was none.
public record Attempt(
    AttemptNumber number,
    Instant startedAt,
    Duration duration,
    Optional<String> address,
    OptionalInt statusCode,
    AttemptOutcome outcome,
    String reason,
    String answer) {
  public Attempt {
    if (number.number() < 1 || duration.isNegative()) {
      throw new IllegalArgumentException("not an attempt that was made: " + number);
    }
    if (answer.length() > SafeText.LIMIT) {
      throw new IllegalArgumentException("the answer kept is bounded");
    }
  }
}
