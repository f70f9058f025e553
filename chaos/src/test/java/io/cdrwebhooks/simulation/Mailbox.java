package io.cdrwebhooks.simulation;

import static java.time.temporal.ChronoUnit.SECONDS;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.notice.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The notices of a run: programs get those of one delivery, people all others by mail.
final class Mailbox {
  /// An hour, and what clocks and messages may be off.
  private static final Duration BETWEEN_DIGESTS = Duration.ofMinutes(59);

  final Set<DeliveryId> unused = new HashSet<>();
  long counted;
  int tooSoon;
  final Map<Instant, Integer> inSecond = new HashMap<>();
  private final Map<ConfigurationId, Instant> digestAt = new HashMap<>();

  void receive(Notice notice, Instant now) {
    switch (notice) {
      case Notice.LinkUnused(DeliveryId delivery, _, _, _, _) -> unused.add(delivery);
      case Notice.DeliveryFailed _,
          Notice.ReportOverdue _,
          Notice.ReportArrivedLate _,
          Notice.ReceiverChanged _ -> {}
      case Notice.DeliveryDigest digest -> {
        Instant before = digestAt.put(digest.digest().configuration(), now);
        tooSoon += before != null && before.plus(BETWEEN_DIGESTS).isAfter(now) ? 1 : 0;
        counted += digest.digest().unused();
        inSecond.merge(now.truncatedTo(SECONDS), 1, Integer::sum);
      }
      case Notice.OfConfiguration _ -> inSecond.merge(now.truncatedTo(SECONDS), 1, Integer::sum);
    }
  }
}
