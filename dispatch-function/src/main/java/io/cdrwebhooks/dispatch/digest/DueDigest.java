package io.cdrwebhooks.dispatch.digest;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.notice.Digest;
import io.cdrwebhooks.notice.Digests;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.notice.Notices;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Handles a digest that is due: sends it as one notice, at most one an hour for a configuration.
///
/// It makes the digest due an hour later before it sends the notice, and removes the counts after
/// that. So two workers never send the same notice, and if one dies in between, the notice of the
/// next hour has the same counts.
public final class DueDigest {
  /// A notice that is later than this waits for its configuration's next moment. Otherwise the
  /// notices of all configurations would be sent together after an outage, and SNS suspends an
  /// address that gets more than ten mails in a second.
  private static final Duration LATEST = Duration.ofMinutes(1);

  private final Digests digests;
  private final WebhookConfigurations configurations;
  private final Notices notices;
  private final InstantSource clock;
  private final EventLog log;

  /// `clock` gives whole milliseconds.
  public DueDigest(
      Digests digests,
      WebhookConfigurations configurations,
      Notices notices,
      InstantSource clock,
      EventLog log) {
    this.digests = digests;
    this.configurations = configurations;
    this.notices = notices;
    this.clock = clock;
    this.log = log;
  }

  public void handle(ConfigurationId configuration) {
    Instant now = clock.instant();
    Optional<Digest> due =
        digests
            .find(configuration)
            .filter(digest -> !digest.dueAt().isAfter(now.plus(Lanes.CLOCKS_APART)));
    if (due.isEmpty() || !digests.postpone(due.get(), Digest.nextMoment(configuration, now))) {
      return;
    }
    if (due.get().dueAt().plus(LATEST).isBefore(now)) {
      log.info("digest.late", "configurationId", configuration, "dueAt", due.get().dueAt());
      return;
    }
    String name = configurations.find(configuration).map(WebhookConfiguration::name).orElse("");
    notices.send(new Notice.DeliveryDigest(due.get(), name));
    digests.remove(due.get(), now);
  }
}
