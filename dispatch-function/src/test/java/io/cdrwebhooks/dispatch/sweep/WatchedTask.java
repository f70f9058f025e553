package io.cdrwebhooks.dispatch.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.TaskOptions;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.dispatch.TestStores;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.dispatch.receivernotice.ReceiverNotices;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metrics;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.rhythm.ReportRhythm;
import io.cdrwebhooks.terms.ReceiverTerms;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.InMemoryWorkMessages;
import io.cdrwebhooks.work.ReportWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A task that should produce a report each hour, with ten minutes of grace, and the watch of it.
final class WatchedTask {
  static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final ReportRhythm HOURLY =
      new ReportRhythm(Duration.ofHours(1), Duration.ofMinutes(10));
  static final TaskId TASK = new TaskId(42);

  final TestStores stores = new TestStores();
  final List<Notice> notices = new ArrayList<>();
  WebhookConfiguration configuration = Samples.configuration();
  Instant now = START;
  boolean noticesFail;

  private final RuntimeInputs inputs =
      new RuntimeInputs(
          () -> now,
          UUID::randomUUID,
          () -> 0,
          new EventLog(() -> now, _ -> {}),
          new Metrics(() -> now, _ -> {}));

  final DueWatch watch =
      new DueWatch(
          stores.stores(_ -> {}),
          this::send,
          new ReceiverNotices(stores.stores(_ -> {}), new InMemoryWorkMessages(), inputs),
          inputs);

  CdrTask task(Optional<ConfigurationId> to) {
    return CdrTask.of(TASK, "Hourly", to, START)
        .withOptions(new TaskOptions(false, Optional.of(HOURLY)));
  }

  /// Stores the task and its configuration, and begins the watch.
  void begin() {
    assertThat(stores.configurations.create(configuration)).isNotNull();
    save(task(Optional.of(configuration.id())));
    stores.watches.begin(TASK, START, START);
  }

  void save(CdrTask task) {
    assertThat(stores.tasks.save(task, stores.tasks.find(TASK).map(CdrTask::revision))).isNotNull();
  }

  /// Makes the watch due at `at`, and handles its message then.
  void look(Instant at) {
    now = at;
    ReportWatch seen = stored();
    assertThat(
            stores.watches.replace(
                seen, seen.checked(seen.lastReportAt(), seen.overdueSince(), at)))
        .isTrue();
    watch.handle(TASK);
  }

  ReportWatch stored() {
    return stores.watches.find(TASK).orElseThrow();
  }

  /// Uploads a report, which is recorded at once.
  Delivery upload(Instant at) {
    return record(at, at);
  }

  void receiverWantsNotices() {
    ReceiverTerms terms = configuration.terms();
    configuration =
        configuration.with(
            new ReceiverTerms(
                terms.limits(),
                terms.payloadVersion(),
                terms.downloadProtection(),
                terms.receiverRequests(),
                true));
  }

  Delivery record(Instant uploadedAt, Instant createdAt) {
    return record(uploadedAt, createdAt, configuration.id());
  }

  /// Records a delivery of a report.
  Delivery record(Instant uploadedAt, Instant createdAt, ConfigurationId configurationId) {
    Delivery sample = Samples.delivery(TASK, createdAt);
    Delivery delivery =
        new Delivery(
            DeliveryId.of(UUID.randomUUID()),
            Optional.of(configurationId),
            new Delivery.Upload(sample.report(), uploadedAt, 1, Optional.empty()),
            createdAt,
            sample.progress());
    assertThat(stores.deliveries.record(delivery)).isNotNull();
    return delivery;
  }

  private void send(Notice notice) {
    if (noticesFail) {
      throw new IllegalStateException("the bus is down");
    }
    notices.add(notice);
  }
}
