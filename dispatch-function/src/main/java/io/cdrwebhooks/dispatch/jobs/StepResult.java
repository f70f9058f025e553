package io.cdrwebhooks.dispatch.jobs;

import io.cdrwebhooks.work.BulkJob.Position;
import java.time.Duration;
import java.util.Optional;

/// The result of a step of a job: the position of the next step and the pause before it. After the
/// last step there is no pause. The turn ends early if `yieldsTo` messages wait.
record StepResult(Position reached, Optional<Duration> pause, int yieldsTo) {
  /// The number of waiting messages from which on a turn ends early: the number that one call
  /// takes. Fewer messages wait only until some call ends.
  private static final int YIELDS_TO = 10;

  /// The number of waiting messages from which on an urgent job ends its turn. A job is urgent if
  /// it is in the middle of a long day's statement, or revokes recent links. At 1,000 reports a
  /// second their second events always wait, and such a job must continue nevertheless. More
  /// messages wait only if such jobs hold most calls.
  private static final int URGENT_YIELDS_TO = 10_000;

  StepResult(Position reached, Optional<Duration> pause) {
    this(reached, pause, YIELDS_TO);
  }

  static StepResult last(Position reached) {
    return new StepResult(reached, Optional.empty());
  }

  static StepResult withoutPause(Position reached) {
    return new StepResult(reached, Optional.of(Duration.ZERO));
  }

  /// Returns the same result for an urgent job, which yields only to very many messages.
  StepResult urgently() {
    return new StepResult(reached, pause, URGENT_YIELDS_TO);
  }
}
