package io.cdrwebhooks.dispatch.attempt;

import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.lane.SendResult;
import io.cdrwebhooks.work.WorkNotes;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/// The notes of a held lane whose last holder died. Each of its first attempts runs under a note:
/// if the attempt kills this worker too, the note stays and counts that death. Thread-safe.
final class CrashNotes {
  /// The number of workers' deaths in a row after which a delivery fails. A worker serves several
  /// lanes, and another lane's delivery may have killed it, so three deaths can be a coincidence.
  private static final int MAX_DEATHS = 5;

  /// The shortest time in which a holder works one delivery at a time after an earlier holder died.
  /// The delivery that killed the holder is among the oldest, or soon will be.
  private static final Duration CAUTIOUS_FOR = Duration.ofSeconds(5);

  private final WorkNotes notes;
  private final EndOfRound rounds;
  private final RuntimeInputs inputs;
  private final Instant cautiousUntil;
  private int noted;

  CrashNotes(Lane held, WorkNotes notes, EndOfRound rounds, RuntimeInputs inputs) {
    this.notes = notes;
    this.rounds = rounds;
    this.inputs = inputs;
    this.cautiousUntil = held.hasLostAHolder() ? inputs.now().plus(CAUTIOUS_FOR) : Instant.MIN;
  }

  /// An attempt that a note may accompany.
  @FunctionalInterface
  interface Work {
    SendResult run() throws InterruptedException;
  }

  /// Makes an attempt, under a note if the delivery may have killed an earlier holder. A delivery
  /// whose attempts have killed [#MAX_DEATHS] workers in a row fails instead.
  SendResult run(DeliveryId id, Supplier<Instant> leasedUntil, Work attempt)
      throws InterruptedException {
    if (!begin()) {
      return attempt.run();
    }
    long lease = leasedUntil.get().getEpochSecond();
    try {
      if (notes.begin(id.value(), lease, inputs.now(), MAX_DEATHS)) {
        return attempt.run();
      }
      rounds.fail(id, MAX_DEATHS + " attempts in a row killed their worker");
      return new SendResult.Dropped();
    } finally {
      remove(id, leasedUntil.get());
      end();
    }
  }

  private synchronized boolean begin() {
    if (!isCautious()) {
      return false;
    }
    noted++;
    return true;
  }

  private synchronized void end() {
    noted--;
  }

  /// Returns whether the lane works one delivery at a time. That lasts until the last noted attempt
  /// has ended: if the worker dies in it, the note must not blame another delivery.
  synchronized boolean isCautious() {
    return noted > 0 || inputs.now().isBefore(cautiousUntil);
  }

  /// Removes the note of an attempt that its worker survived. A fault must not hide the result of
  /// the attempt: a note that stays counts as one death.
  private void remove(DeliveryId id, Instant until) throws InterruptedException {
    try {
      boolean _ = inputs.retryUntil(() -> notes.end(id.value()), id, until);
    } catch (RuntimeException fault) {
      inputs.log().error("note.not-removed", fault, "deliveryId", id);
    }
  }
}
