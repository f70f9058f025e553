package io.cdrwebhooks.delivery;

import io.cdrwebhooks.answer.AnswerHeader;
import io.cdrwebhooks.answer.AttemptTimings;
import io.cdrwebhooks.answer.RefusalCheck;
import io.cdrwebhooks.answer.SafeText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// One attempt to deliver, as stored.
///
/// `duration` is the whole time, `timings` its phases. `address` is the IP address and port of the
/// connection, if there was one. `reason` is one sentence, at most [#MAX_REASON] characters, and
/// empty text for a delivered attempt.
///
/// `answer` is the beginning of the receiver's answer as safe text, at most [SafeText#LIMIT]
/// characters; empty text if there was none. `nextAttemptAt` is the time of the next attempt, empty
/// if none is scheduled. `request` is the request that was sent, or would have been sent. It is
/// empty for attempts that were stored before requests were. `answerHeaders` are the headers of the
/// answer, made safe; none for attempts that were stored before headers were. `refusals` are the
/// answers to the requests that the receiver must refuse; empty unless a test has sent them.
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
    Optional<SentRequest> request,
    List<AnswerHeader> answerHeaders,
    Optional<RefusalCheck> refusals) {
  /// The limit of `reason`, in characters. All sentences of this system are shorter.
  public static final int MAX_REASON = 300;

  public Attempt {
    answerHeaders = List.copyOf(answerHeaders);
    if (number.number() < 1 || duration.isNegative()) {
      throw new IllegalArgumentException(
          "number must be at least 1, and duration not negative: " + number + ", " + duration);
    }
    if (answer.length() > SafeText.LIMIT || reason.length() > MAX_REASON) {
      throw new IllegalArgumentException(
          "reason must have at most %d characters and answer %d: %d, %d"
              .formatted(MAX_REASON, SafeText.LIMIT, reason.length(), answer.length()));
    }
  }
}
