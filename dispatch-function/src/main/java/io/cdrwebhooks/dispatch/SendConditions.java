package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.FailingStreak;
import io.cdrwebhooks.configuration.SendLimits;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.lane.Lanes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What the attempts of a held lane share, on their threads and the lane's: its configuration, the
/// pace of its requests, and when they must have ended.
final class SendConditions {
  /// The maximum age of the configuration when it is used.
  private static final Duration FRESH = Duration.ofSeconds(1);

  /// The time between the end of a request and the end of the invocation, for the record.
  private static final Duration RECORDING = Duration.ofSeconds(5);

  /// How long counting the lines of one report may take: its lane waits for it.
  private static final Duration COUNTING = Duration.ofSeconds(40);

  /// The time between the end of counting and the end of the invocation.
  private static final Duration RESERVED_FOR_SENDING = Duration.ofSeconds(20);

  private final WebhookConfigurations configurations;
  private final ConfigurationId id;
  private final RuntimeInputs inputs;
  private final Instant end;
  private volatile Instant leasedUntil;
  private volatile Instant nextPostAt = Instant.MIN;
  private volatile Optional<WebhookConfiguration> configuration;
  private Instant readAt;

  /// `end` is when the invocation must be over.
  SendConditions(LaneWork common, Lane held, Instant end) {
    this.configurations = common.configurations;
    this.id = held.configuration();
    this.inputs = common.inputs;
    this.end = end;
    this.leasedUntil = held.leasedUntil().orElseThrow();
    this.readAt = inputs.now();
    this.configuration = configurations.find(id);
  }

  /// Notices that the lane's lease now lasts until `until`.
  void renewed(Instant until) {
    leasedUntil = until;
  }

  /// Returns whether the receiver gets the digests of files. This needs no current configuration:
  /// an announcement may lack a digest.
  boolean wantsSha256() {
    return configuration.filter(WebhookConfiguration::wantsSha256).isPresent();
  }

  /// Returns the configuration as it was at most a second ago; empty if it was deleted.
  synchronized Optional<WebhookConfiguration> configuration() {
    if (Duration.between(readAt, inputs.now()).compareTo(FRESH) >= 0) {
      readAt = inputs.now();
      configuration = configurations.find(id);
    }
    return configuration;
  }

  /// Returns the limits of the configuration as it was last read.
  SendLimits limits() {
    return configuration.map(WebhookConfiguration::limits).orElse(SendLimits.STANDARD);
  }

  /// Returns when the recorded failures of the receiver began; empty if none are recorded.
  Optional<Instant> failingSince() {
    return configuration.flatMap(now -> now.health().failing()).map(FailingStreak::since);
  }

  /// Returns when counting lines must have ended.
  Instant countUntil() {
    return earlier(inputs.now().plus(COUNTING), end.minus(RESERVED_FOR_SENDING));
  }

  /// Returns when a request must have ended; it may become later.
  Instant sendUntil() {
    return earlier(end.minus(RECORDING), leasedUntil.minus(Lanes.CLOCKS_APART));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /// Waits until the configuration's `maxPerSecond` allows a request. Attempts that were delayed by
  /// counting must not be sent together.
  void awaitPace() throws InterruptedException {
    Optional<Duration> pause = limits().betweenRequests();
    if (pause.isPresent()) {
      Instant mine = nextPost(pause.get());
      inputs.sleeper().sleep(Duration.between(inputs.now(), mine));
    }
  }

  private synchronized Instant nextPost(Duration pause) {
    Instant now = inputs.now();
    Instant mine = nextPostAt.isAfter(now) ? nextPostAt : now;
    nextPostAt = mine.plus(pause);
    return mine;
  }

  /// Returns when the pace allows the next request; in the past if it allows one now.
  Instant nextPostAt() {
    return nextPostAt;
  }
}
