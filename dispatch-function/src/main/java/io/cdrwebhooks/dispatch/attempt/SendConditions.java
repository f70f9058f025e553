package io.cdrwebhooks.dispatch.attempt;

import io.cdrwebhooks.configuration.FailingStreak;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.terms.SendLimits;
import io.cdrwebhooks.time.Instants;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The conditions for the attempts of a held lane: its limits, the pace of its requests, and the
/// time by which they must end. The attempts' threads and the lane's thread share them.
public final class SendConditions {
  /// The time between the end of a request and the end of the invocation: for the canary, if there
  /// is no answer, and for the record.
  static final Duration RECORDING = Duration.ofSeconds(5);

  /// The longest time for counting the lines of one report, for which its lane waits.
  private static final Duration COUNTING = Duration.ofSeconds(40);

  /// The time that is reserved between the end of counting and the end of the invocation.
  private static final Duration RESERVED_FOR_SENDING = Duration.ofSeconds(20);

  private final CrashNotes crashNotes;
  private final RecentReads reads;
  private final RuntimeInputs inputs;
  private final Spacing attempts = new Spacing();
  private final Spacing requests = new Spacing();
  private final Instant end;
  private volatile Instant leasedUntil;

  /// `end` is when the invocation must be over.
  SendConditions(
      Lane held, CrashNotes crashNotes, RecentReads reads, RuntimeInputs inputs, Instant end) {
    this.crashNotes = crashNotes;
    this.reads = reads;
    this.inputs = inputs;
    this.end = end;
    this.leasedUntil = held.leasedUntil().orElseThrow();
  }

  CrashNotes crashNotes() {
    return crashNotes;
  }

  RecentReads reads() {
    return reads;
  }

  /// Returns the end of this worker's lease.
  Instant leasedUntil() {
    return leasedUntil;
  }

  /// Sets the new end of the lease.
  public void renewed(Instant until) {
    leasedUntil = until;
  }

  /// Reads the configuration again, unless it was read at most a second ago. The limits follow it.
  public void refresh() {
    reads.refresh();
  }

  /// Returns whether the receiver gets the digests of files. This needs no current configuration:
  /// an announcement may lack a digest.
  boolean wantsSha256() {
    return reads.lastConfiguration().filter(now -> now.terms().wantsSha256()).isPresent();
  }

  /// Returns whether the configuration was enabled when it was last read.
  public boolean isEnabled() {
    return reads.lastConfiguration().filter(WebhookConfiguration::enabled).isPresent();
  }

  /// Returns the limits of the configuration as it was last read. While it is disabled nothing is
  /// sent, and its deliveries are held at any pace.
  public SendLimits limits() {
    SendLimits limits =
        reads
            .lastConfiguration()
            .map(now -> now.enabled() ? now.terms().limits() : now.terms().limits().withoutPace())
            .orElse(SendLimits.STANDARD);
    return crashNotes.isCautious() ? limits.oneAtATime() : limits;
  }

  /// Returns when the recorded failures of the receiver began; empty if none are recorded.
  public Optional<Instant> failingSince() {
    return reads
        .lastConfiguration()
        .flatMap(now -> now.health().failing())
        .map(FailingStreak::since);
  }

  /// Returns when counting lines must have ended.
  Instant countUntil() {
    return Instants.earlier(inputs.now().plus(COUNTING), end.minus(RESERVED_FOR_SENDING));
  }

  /// Returns when a request must have ended. Each renewal of the lease makes it later.
  Instant sendUntil() {
    return Instants.earlier(end.minus(RECORDING), leasedUntil.minus(Lanes.CLOCKS_APART));
  }

  /// Returns whether a request that ends at `end` leaves time to record its result: within the
  /// lease of its claim, and by [#sendUntil].
  boolean isInTime(Instant end, AttemptClaim claim) {
    return end.isBefore(claim.leasedUntil()) && !end.isAfter(sendUntil());
  }

  /// Waits until `maxPerSecond` allows an attempt. Without this, attempts that counting has delayed
  /// would begin together.
  void waitToBegin() throws InterruptedException {
    await(attempts);
  }

  /// Waits until `maxPerSecond` allows a request. Without this, requests that one slow answer of
  /// AWS has delayed, after [#waitToBegin], would be sent together.
  void waitToSend() throws InterruptedException {
    await(requests);
  }

  private void await(Spacing spacing) throws InterruptedException {
    Optional<Duration> pause = limits().betweenRequests();
    if (pause.isPresent()) {
      Instant mine = spacing.next(inputs.now(), pause.get());
      inputs.threads().sleep(Duration.between(inputs.now(), mine));
    }
  }

  /// Hands out times with a pause between them. Thread-safe.
  private static final class Spacing {
    private volatile Instant nextAt = Instant.MIN;

    /// Returns the earliest time from `now` on that no other caller has, and pauses after it.
    synchronized Instant next(Instant now, Duration pause) {
      Instant mine = Instants.later(nextAt, now);
      nextAt = mine.plus(pause);
      return mine;
    }
  }

  /// Returns when the pace allows the next request; in the past if it allows one now.
  public Instant nextRequestAt() {
    return Instants.later(attempts.nextAt, requests.nextAt);
  }
}
