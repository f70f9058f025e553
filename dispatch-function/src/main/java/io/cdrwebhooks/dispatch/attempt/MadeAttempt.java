package io.cdrwebhooks.dispatch.attempt;

import io.cdrwebhooks.answer.AnswerHeader;
import io.cdrwebhooks.answer.AttemptTimings;
import io.cdrwebhooks.answer.RefusalCheck;
import io.cdrwebhooks.answer.SafeText;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.SentRequest;
import io.cdrwebhooks.dispatch.exchange.ExchangeResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// An attempt that was made, and the values that its record stores. `delivery` is the delivery
/// before the attempt.
record MadeAttempt(AttemptClaim claim, Delivery delivery, Exchange exchange) {
  /// The request and its result. `sent` is the request as stored; `secrets` are removed from the
  /// stored answer. `refusals` are the answers to the requests that a test adds.
  record Exchange(
      Instant startedAt,
      Duration duration,
      SentRequest sent,
      ExchangeResult result,
      List<String> secrets,
      Optional<RefusalCheck> refusals) {
    /// Shows neither the secrets nor an answer that may contain them.
    @Override
    public String toString() {
      return "Exchange[startedAt=" + startedAt + ", duration=" + duration + "]";
    }
  }

  AttemptOutcome outcome() {
    return switch (exchange.result()) {
      case ExchangeResult.Answered answered when answered.isSuccess() -> AttemptOutcome.DELIVERED;
      case ExchangeResult.Answered _ -> AttemptOutcome.REJECTED;
      case ExchangeResult.Unreachable _ -> AttemptOutcome.UNREACHABLE;
      case ExchangeResult.Blocked _ -> AttemptOutcome.BLOCKED;
    };
  }

  boolean delivered() {
    return outcome() == AttemptOutcome.DELIVERED;
  }

  /// Returns whether the receiver wants no more requests.
  boolean isGone() {
    return answered().filter(ExchangeResult.Answered::isGone).isPresent();
  }

  /// Returns whether the attempt tested only the upcoming Signature.
  boolean isForNextSignature() {
    return delivery.report().key().forNextSignature();
  }

  Instant endedAt() {
    return exchange.startedAt().plus(exchange.duration());
  }

  /// Returns the receiver's `Retry-After`.
  Optional<Duration> retryAfter() {
    return answered().flatMap(ExchangeResult.Answered::retryAfter);
  }

  /// Returns the attempt's reason as one sentence; empty text for a delivered attempt.
  String reason() {
    return switch (exchange.result()) {
      case ExchangeResult.Answered answered ->
          delivered() ? "" : "the receiver answered " + answered.statusCode();
      case ExchangeResult.Unreachable unreachable -> unreachable.reason();
      case ExchangeResult.Blocked blocked -> blocked.reason();
    };
  }

  Attempt attempt(Optional<Instant> nextAttemptAt) {
    SafeText safe = SafeText.hiding(exchange.secrets());
    return new Attempt(
        claim().number(),
        exchange.startedAt(),
        exchange.duration(),
        timings(),
        address(),
        answered().map(answer -> OptionalInt.of(answer.statusCode())).orElse(OptionalInt.empty()),
        outcome(),
        reason(),
        answered().map(answer -> safe.clean(answer.answer())).orElse(""),
        nextAttemptAt,
        Optional.of(exchange.sent()),
        answered().map(answer -> AnswerHeader.safe(answer.headers(), safe)).orElse(List.of()),
        exchange.refusals());
  }

  private AttemptTimings timings() {
    return switch (exchange.result()) {
      case ExchangeResult.Answered answered -> answered.timings();
      case ExchangeResult.Unreachable unreachable -> unreachable.timings();
      case ExchangeResult.Blocked _ -> AttemptTimings.NONE;
    };
  }

  private Optional<String> address() {
    return switch (exchange.result()) {
      case ExchangeResult.Answered answered -> Optional.of(answered.address());
      case ExchangeResult.Unreachable unreachable -> unreachable.address();
      case ExchangeResult.Blocked _ -> Optional.empty();
    };
  }

  private Optional<ExchangeResult.Answered> answered() {
    return exchange.result() instanceof ExchangeResult.Answered answered
        ? Optional.of(answered)
        : Optional.empty();
  }
}
