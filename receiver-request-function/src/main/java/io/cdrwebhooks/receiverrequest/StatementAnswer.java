package io.cdrwebhooks.receiverrequest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cdrwebhooks.aws.awsevents.HttpResponse;
import io.cdrwebhooks.aws.awsevents.Problem;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.receiverrequest.Senders.Sender;
import io.cdrwebhooks.request.ReceiverRequest.Statement;
import io.cdrwebhooks.statement.StatementDays;
import io.cdrwebhooks.statement.StatementPart;
import io.cdrwebhooks.statement.Statements;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Answers with a part of a day's statement: the exact bytes that were stored, signed now. So a
/// statement holds after a rotation of the Signature too.
record StatementAnswer(Statements statements) {
  /// How long a receiver waits for a statement that is late.
  private static final Duration LATE = Duration.ofMinutes(5);

  HttpResponse answer(Statement asked, Sender sender, Instant now) {
    ConfigurationId id = sender.configuration().id();
    Optional<StatementPart> part = statements.find(id, asked.day(), asked.part());
    return part.map(
            found ->
                SignedAnswer.of(
                    200, asked.id().value(), found.json().getBytes(UTF_8), sender.keys(), now))
        .orElseGet(() -> missing(asked, StatementDays.madeFrom(id, asked.day()), now));
  }

  /// Answers 404. For a day that is not over, or was over within the last day, it says when to ask
  /// again: its statement may be late.
  private static HttpResponse missing(Statement asked, Instant madeFrom, Instant now) {
    if (madeFrom.isBefore(now.minus(1, ChronoUnit.DAYS))) {
      return Problem.of(404, "There is no part %d of %s.".formatted(asked.part(), asked.day()))
          .toResponse();
    }
    Duration wait = Duration.between(now, madeFrom);
    Duration after = wait.compareTo(LATE) > 0 ? wait : LATE;
    return Problem.of(
            404,
            "Part %d of %s is not there. The statement is made from %s on."
                .formatted(asked.part(), asked.day(), madeFrom))
        .toResponse()
        .withHeader("Retry-After", Long.toString(after.toSeconds()));
  }
}
