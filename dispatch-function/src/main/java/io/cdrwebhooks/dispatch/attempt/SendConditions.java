package io.cdrwebhooks.dispatch.attempt;

import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.FailingStreak;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.dispatch.inputs.DispatchStores;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.terms.SendLimits;
import io.cdrwebhooks.time.Instants;
import io.cdrwebhooks.work.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The conditions for the attempts of a held lane: its configuration, the pace of its requests, and
/// the time by which they must end. The attempts' threads and the lane's thread share them.
public final class SendConditions {
  /// The maximum age of the configuration when it is used.
  static final Duration MAX_AGE = Duration.ofSeconds(1);

  /// The time between the end of a request and the end of the invocation: for the canary, if there
  /// is no answer, and for the record.
  static final Duration RECORDING = Duration.ofSeconds(5);

  /// The shortest time in which a holder works one delivery at a time after an earlier holder died.
  /// The delivery that killed the holder is among the oldest, or soon will be.
  private static final Duration CAUTIOUS_FOR = Duration.ofSeconds(5);

  /// The longest time for counting the lines of one report, for which its lane waits.
  private static final Duration COUNTING = Duration.ofSeconds(40);

  /// The time that is reserved between the end of counting and the end of the invocation.
  private static final Duration RESERVED_FOR_SENDING = Duration.ofSeconds(20);

  private final DispatchStores stores;
  private final ConfigurationId id;
  private final RuntimeInputs inputs;
  private final Spacing attempts = new Spacing();
  private final Spacing requests = new Spacing();
  private final Instant end;
  private final Instant cautiousUntil;
  private volatile Instant leasedUntil;
  private volatile Optional<WebhookConfiguration> configuration;
  private Instant readAt;
  private @Nullable RuntimeException fault;
  private final FirstReadCache first;
  private int noted;

  /// Reads the configuration of the held lane, and with it the delivery that `work` names and its
  /// task, if `work` names both. `end` is when the invocation must be over.
  SendConditions(
      DispatchStores stores, RuntimeInputs inputs, Lane held, DueWork.OfLane work, Instant end) {
    this.stores = stores;
    this.inputs = inputs;
    this.id = held.configuration();
    this.end = end;
    this.cautiousUntil = held.hasLostAHolder() ? inputs.now().plus(CAUTIOUS_FOR) : Instant.MIN;
    this.leasedUntil = held.leasedUntil().orElseThrow();
    this.first = new FirstReadCache(stores, inputs, id, work);
    this.readAt = first.readAt();
    this.configuration = first.configuration();
  }

  /// Returns the delivery as it was at most a second ago. Each further call reads it again, because
  /// an attempt changes it.
  Optional<Delivery> takeDelivery(DeliveryId wanted) {
    return first.takeDelivery(wanted);
  }

  /// Returns the task as it was at most a second ago.
  Optional<CdrTask> task(TaskId wanted) {
    return first.task(wanted);
  }

  /// Begins an attempt with a note, if the delivery may have killed an earlier holder. Returns
  /// false if no note is needed. [#endNoted] must follow.
  synchronized boolean beginNoted() {
    if (!isCautious()) {
      return false;
    }
    noted++;
    return true;
  }

  synchronized void endNoted() {
    noted--;
  }

  /// Returns whether the lane works one delivery at a time. That lasts until the last noted attempt
  /// has ended: if the worker dies in it, the note must not blame another delivery.
  private synchronized boolean isCautious() {
    return noted > 0 || inputs.now().isBefore(cautiousUntil);
  }

  /// Returns the end of this worker's lease.
  Instant leasedUntil() {
    return leasedUntil;
  }

  /// Sets the new end of the lease.
  public void renewed(Instant until) {
    leasedUntil = until;
  }

  /// Returns whether the receiver gets the digests of files. This needs no current configuration:
  /// an announcement may lack a digest.
  boolean wantsSha256() {
    return configuration.filter(now -> now.terms().wantsSha256()).isPresent();
  }

  /// Returns the configuration as it was at most a second ago; empty if it was deleted.
  ///
  /// If the read fails, callers of the next second get the same exception: each of them would
  /// otherwise wait for another read to fail, while the lane's thread waits too.
  public synchronized Optional<WebhookConfiguration> configuration() {
    if (Duration.between(readAt, inputs.now()).compareTo(MAX_AGE) >= 0) {
      fault = null;
      try {
        configuration = stores.configurations().find(id);
      } catch (RuntimeException e) {
        fault = e;
      }
      readAt = inputs.now();
    }
    if (fault != null) {
      throw fault;
    }
    return configuration;
  }

  /// Returns whether the configuration still is what `used` was: in the same revision, as it was at
  /// most a second ago.
  boolean isCurrent(WebhookConfiguration used) {
    return configuration().filter(now -> now.revision().equals(used.revision())).isPresent();
  }

  /// Returns whether the configuration was enabled when it was last read.
  public boolean isEnabled() {
    return configuration.filter(WebhookConfiguration::enabled).isPresent();
  }

  /// Returns the limits of the configuration as it was last read. While it is disabled nothing is
  /// sent, and its deliveries are held at any pace.
  public SendLimits limits() {
    SendLimits limits =
        configuration
            .map(now -> now.enabled() ? now.terms().limits() : now.terms().limits().withoutPace())
            .orElse(SendLimits.STANDARD);
    return isCautious() ? limits.oneAtATime() : limits;
  }

  /// Returns when the recorded failures of the receiver began; empty if none are recorded.
  public Optional<Instant> failingSince() {
    return configuration.flatMap(now -> now.health().failing()).map(FailingStreak::since);
  }

  /// Returns when counting lines must have ended.
  Instant countUntil() {
    return Instants.earlier(inputs.now().plus(COUNTING), end.minus(RESERVED_FOR_SENDING));
  }

  /// Returns when a request must have ended. Each renewal of the lease makes it later.
  Instant sendUntil() {
    return Instants.earlier(end.minus(RECORDING), leasedUntil.minus(Lanes.CLOCKS_APART));
  }

  /// Waits until `maxPerSecond` allows an attempt. Without this, attempts that counting has delayed
  /// would begin together.
  void awaitPace() throws InterruptedException {
    await(attempts);
  }

  /// Waits until `maxPerSecond` allows a request. Without this, requests that one slow answer of
  /// AWS has delayed, after [#awaitPace], would be sent together.
  void awaitRequest() throws InterruptedException {
    await(requests);
  }

  private void await(Spacing spacing) throws InterruptedException {
    Optional<Duration> pause = limits().betweenRequests();
    if (pause.isPresent()) {
      Instant mine = spacing.next(inputs.now(), pause.get());
      inputs.threads().sleep(Duration.between(inputs.now(), mine));
    }
  }

  /// Returns when the pace allows the next request; in the past if it allows one now.
  public Instant nextRequestAt() {
    return Instants.later(attempts.nextAt(), requests.nextAt());
  }
}
