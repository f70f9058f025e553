package io.cdrwebhooks.dispatch.sweep;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.dispatch.inputs.DispatchServices;
import io.cdrwebhooks.dispatch.inputs.DispatchStores;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.notice.Digest;
import io.cdrwebhooks.notice.Digests;
import io.cdrwebhooks.notice.MailTopic;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.notice.Notices;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.WorkMessages;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Handles a digest that is due: sends it as one notice, at most one an hour for a configuration.
///
/// Each second has a limited number of permits for mails: a digest without a permit tries again
/// some seconds later.
///
/// It makes the digest due an hour later before it sends the notice, and removes the counts
/// afterwards. Therefore two workers never send the same notice. If a worker dies in between, the
/// next hour's notice has the same counts.
public final class DueDigest {
  /// A notice that is later than this, or gets no permit for this long, waits for its
  /// configuration's next send time. Otherwise the notices of all configurations would be sent
  /// together after an outage, and SNS suspends an address that gets more than ten mails in a
  /// second.
  private static final Duration MAX_LATENESS = Duration.ofMinutes(1);

  /// A digest without a permit tries again within this time.
  private static final Duration RETRY_WITHIN = Duration.ofSeconds(20);

  private final Digests digests;
  private final WebhookConfigurations configurations;
  private final Notices notices;
  private final WorkMessages workMessages;
  private final RuntimeInputs inputs;

  public DueDigest(DispatchStores stores, DispatchServices services, RuntimeInputs inputs) {
    this.digests = stores.digests();
    this.configurations = stores.configurations();
    this.notices = services.notices();
    this.workMessages = services.workMessages();
    this.inputs = inputs;
  }

  public void handle(ConfigurationId configuration) {
    Instant now = inputs.now();
    Optional<Digest> due =
        digests
            .find(configuration)
            .filter(digest -> !digest.dueAt().isAfter(now.plus(Lanes.CLOCKS_APART)));
    if (due.isEmpty()) {
      return;
    }
    Digest digest = due.get();
    if (isLate(configuration, now)) {
      inputs
          .log()
          .info("digest.postponed", "configurationId", configuration, "dueAt", digest.dueAt());
      boolean _ = digests.postpone(digest, Digest.nextSendTime(configuration, now));
    } else if (digests.takePermit(MailTopic.NOTICES, now)) {
      send(digest, now);
    } else {
      tryAgain(digest, now);
    }
  }

  /// Returns whether the configuration's last send time is too long ago. The message may be early.
  private static boolean isLate(ConfigurationId configuration, Instant now) {
    return Digest.sinceLastSendTime(configuration, now.plus(Lanes.CLOCKS_APART))
            .compareTo(MAX_LATENESS.plus(Lanes.CLOCKS_APART))
        > 0;
  }

  private void send(Digest digest, Instant now) {
    ConfigurationId configuration = digest.configuration();
    if (digests.postpone(digest, Digest.nextSendTime(configuration, now))) {
      String name = configurations.find(configuration).map(WebhookConfiguration::name).orElse("");
      notices.send(new Notice.DeliveryDigest(digest, name));
      digests.remove(digest, now);
    }
  }

  private void tryAgain(Digest digest, Instant now) {
    long seconds = 1 + (long) (inputs.jitter().getAsDouble() * (RETRY_WITHIN.toSeconds() - 1));
    Duration wait = Duration.ofSeconds(seconds);
    if (digests.postpone(digest, now.plus(wait))) {
      workMessages.send(new DueWork.OfDigest(digest.configuration()), wait);
    }
  }
}
