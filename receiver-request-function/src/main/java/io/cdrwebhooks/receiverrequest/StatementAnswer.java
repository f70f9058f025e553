package io.cdrwebhooks.receiverrequest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.aws.http.Problem;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.receiverrequest.Senders.Sender;
import io.cdrwebhooks.request.ReceiverRequest.Statement;
import io.cdrwebhooks.statement.StatementDays;
import io.cdrwebhooks.statement.StatementPart;
import io.cdrwebhooks.statement.Statements;
import io.cdrwebhooks.time.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Answers with a part of a day's statement: the exact stored bytes, signed now. So a statement
/// stays valid after a rotation of the Signature.
record StatementAnswer(Statements statements) {
  /// The shortest `Retry-After` for a statement that is not ready.
  private static final Duration MIN_RETRY_AFTER = Duration.ofMinutes(5);

  HttpResponse answer(Statement asked, Sender sender, Instant now) {
    ConfigurationId id = sender.configuration().id();
    Optional<StatementPart> part = statements.find(id, asked.day(), asked.part());
    return part.map(
            found ->
                SignedAnswer.of(
                    200, asked.id().value(), found.json().getBytes(UTF_8), sender.keys(), now))
        .orElseGet(() -> missing(asked, id, now));
  }

  /// Answers 404, with the time of the next try if the system may still create the part.
  private HttpResponse missing(Statement asked, ConfigurationId id, Instant now) {
    if (!mayCome(asked.day(), id, now)) {
      return Problem.of(404, "There is no part %d of %s.".formatted(asked.part(), asked.day()))
          .toResponse();
    }
    Instant madeFrom = StatementDays.madeFrom(id, asked.day());
    Duration wait = Duration.between(now, madeFrom);
    Duration after = Durations.longer(wait, MIN_RETRY_AFTER);
    return Problem.of(
            404,
            "Part %d of %s does not exist yet. The service creates it at %s or later."
                .formatted(asked.part(), asked.day(), madeFrom))
        .toResponse()
        .withHeader("Retry-After", Long.toString(after.toSeconds()));
  }

  /// Returns whether the system may still create a missing part: its statement has been due for
  /// less than a day, or its day is still kept and statements are late. The system creates
  /// statements in the order of days, so they are not late if it has begun the last due one.
  private boolean mayCome(LocalDate day, ConfigurationId id, Instant now) {
    if (!StatementDays.madeFrom(id, day).isBefore(now.minus(1, ChronoUnit.DAYS))) {
      return true;
    }
    return !day.isBefore(StatementDays.earliest(now))
        && statements.find(id, StatementDays.last(id, now), 1).isEmpty();
  }
}
