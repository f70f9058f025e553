package io.cdrwebhooks.dispatch.sweep;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.dispatch.inputs.DispatchServices;
import io.cdrwebhooks.dispatch.inputs.DispatchStores;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.notice.Digest;
import io.cdrwebhooks.notice.MailTopic;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.work.DueWork;
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
public record DueDigest(DispatchStores stores, DispatchServices services, RuntimeInputs inputs) {
  /// A notice that is later than this, or gets no permit for this long, waits for its
  /// configuration's next send time. Otherwise the notices of all configurations would be sent
  /// together after an outage, and SNS suspends an address that gets more than ten mails in a
  /// second.
  private static final Duration MAX_LATENESS = Duration.ofMinutes(1);

  /// A digest without a permit tries again within this time.
  private static final Duration RETRY_WITHIN = Duration.ofSeconds(20);

  public void handle(ConfigurationId configuration) {
    Instant now = inputs.now();
    Optional<Digest> due =
        stores
            .digests()
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
      boolean _ = stores.digests().postpone(digest, Digest.nextSendTime(configuration, now));
    } else if (stores.digests().takePermit(MailTopic.NOTICES, now)) {
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
    if (stores.digests().postpone(digest, Digest.nextSendTime(configuration, now))) {
      String name =
          stores.configurations().find(configuration).map(WebhookConfiguration::name).orElse("");
      services.notices().send(new Notice.DeliveryDigest(digest, name));
      stores.digests().remove(digest, now);
    }
  }

  private void tryAgain(Digest digest, Instant now) {
    long seconds = 1 + (long) (inputs.jitter().getAsDouble() * (RETRY_WITHIN.toSeconds() - 1));
    Duration wait = Duration.ofSeconds(seconds);
    if (stores.digests().postpone(digest, now.plus(wait))) {
      services.workMessages().send(new DueWork.OfDigest(digest.configuration()), wait);
    }
  }
}
