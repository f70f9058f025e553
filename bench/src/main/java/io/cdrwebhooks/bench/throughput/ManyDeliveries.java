package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.local.LocalSettings;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;

/// Makes the deliveries of a busy account's month, for a hundred tasks and twenty configurations.
/// Some in a hundred are failed, held or in progress. The number 0 is the newest.
record ManyDeliveries(int count, Instant now) {
  private static final Duration SPAN = Duration.ofDays(30);
  private static final int TASKS = 100;
  private static final int CONFIGURATIONS = 20;

  /// Returns the parameters of each measured list, by its name. Each list finds at least one
  /// delivery.
  SequencedMap<String, String> queries() {
    SequencedMap<String, String> queries = new LinkedHashMap<>();
    queries.put("all", "");
    queries.put("one task", "taskId=8");
    queries.put("one configuration", "configurationId=" + configuration(7));
    queries.put("status FAILED", "status=FAILED");
    queries.put("the last day", "from=" + day(1));
    queries.put("a day three weeks ago", "from=" + day(21) + "&to=" + day(20));
    queries.put("status DELIVERED", "status=DELIVERED");
    return queries;
  }

  Delivery delivery(int number) {
    TaskId task = new TaskId(1 + number % TASKS);
    ReportVersion report =
        new ReportVersion(
            LocalSettings.BUCKET,
            new ReportKey(task, "tx%08d.zip".formatted(number)),
            Optional.of("%032d".formatted(number)));
    Instant createdAt = now.minusMillis(SPAN.toMillis() * number / count);
    return new Delivery(
        DeliveryId.of(report, ""),
        task,
        Optional.of(configuration(number % CONFIGURATIONS)),
        report,
        20_480 + number,
        Optional.of(new Inspection(1_000 + number, "")),
        createdAt,
        progress(number));
  }

  private Instant day(int daysAgo) {
    return now.minus(Duration.ofDays(daysAgo));
  }

  private static ConfigurationId configuration(int number) {
    return ConfigurationId.of(new UUID(0, number + 1));
  }

  /// Returns a delivery's progress. A pending delivery is due long after the measurement, so the
  /// system makes no attempt.
  private DeliveryProgress progress(int number) {
    return switch (Math.floorMod((number + number / TASKS) * 37, 100)) {
      case 0, 1 -> progress(DeliveryStatus.FAILED, "the last attempt failed", Optional.empty());
      case 2 -> progress(DeliveryStatus.HELD, "the configuration is disabled", Optional.empty());
      case 3 -> progress(DeliveryStatus.PENDING, "", Optional.of(now.plus(Duration.ofDays(1_000))));
      default -> progress(DeliveryStatus.DELIVERED, "", Optional.empty());
    };
  }

  private static DeliveryProgress progress(
      DeliveryStatus status, String reason, Optional<Instant> dueAt) {
    return new DeliveryProgress(
        status, reason, new AttemptNumber(1, 1), Optional.empty(), dueAt, Optional.empty());
  }
}
