package io.cdrwebhooks.simulation;

import io.cdrwebhooks.aws.awsevents.ObjectCreated;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import java.time.Instant;
import java.util.Optional;

/// One report, and what its receiver saw of it.
final class Report {
  final ReportVersion version;
  final DeliveryId id;
  final Receiver receiver;
  final Instant arrivedAt;
  Instant firstSentAt = Instant.MAX;
  Instant acceptedAt = Instant.MAX;
  int repeats;

  Report(int number, Receiver receiver, Instant arrivedAt) {
    ReportKey key = new ReportKey(receiver.task, number + ".zip");
    this.version = new ReportVersion("cdr-reports", key, Optional.of("1"));
    this.id = DeliveryId.of(version, "0");
    this.receiver = receiver;
    this.arrivedAt = arrivedAt;
  }

  ObjectCreated created() {
    String key = version.key().text();
    return new ObjectCreated(version.bucket(), key, 20_480, version.versionId(), "0", arrivedAt);
  }

  void sent(Instant now, boolean accepted) {
    firstSentAt = firstSentAt.isBefore(now) ? firstSentAt : now;
    if (acceptedAt.isBefore(now)) {
      repeats++;
    } else if (accepted) {
      acceptedAt = now;
    }
  }
}
