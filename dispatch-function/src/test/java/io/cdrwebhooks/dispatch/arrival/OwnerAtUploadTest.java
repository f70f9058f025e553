package io.cdrwebhooks.dispatch.arrival;

import static io.cdrwebhooks.dispatch.DispatchSystem.BUCKET;
import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static io.cdrwebhooks.dispatch.DispatchSystem.TASK;
import static io.cdrwebhooks.dispatch.TestEvents.event;
import static io.cdrwebhooks.dispatch.TestEvents.second;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.dispatch.DrivenJobs;
import io.cdrwebhooks.dispatch.exchange.RecordingReceiver;
import io.cdrwebhooks.report.ReportListing.Listed;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.work.BulkJob;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A report goes to the configuration that its task had at the upload, and to no other, however
/// late it is found.
class OwnerAtUploadTest {
  private static final Instant SWITCH = START.plus(Duration.ofHours(1));
  private static final Instant BEFORE = SWITCH.minus(Duration.ofMinutes(10));
  private static final Instant AFTER = SWITCH.plus(Duration.ofMinutes(10));

  /// All that happens here.
  static final TimeRange ALL =
      new TimeRange(START.minus(Duration.ofDays(40)), START.plus(Duration.ofDays(40)));

  @AutoClose private final DispatchSystem system = new DispatchSystem().withTask();
  @AutoClose private final RecordingReceiver other = new RecordingReceiver();
  private final ConfigurationId second = system.configure("Second", other.url());
  private final DrivenJobs jobs = new DrivenJobs(system);

  /// The ways in which dispatch finds a report after its task was changed.
  private enum Found {
    BY_A_LATE_EVENT,
    BY_ITS_SECOND_EVENT,
    BY_RECONCILIATION
  }

  @ParameterizedTest
  @EnumSource
  void reportUploadedWhileTheOptionWasOffIsNotAnnounced(Found found) throws IOException {
    system.now = START;
    system.assign(Optional.empty());
    assignedAt(SWITCH, second);

    find("off.zip", BEFORE, found);
    find("on.zip", AFTER, found);

    assertThat(system.deliveries.all())
        .singleElement()
        .satisfies(delivery -> assertThat(delivery.report().fileName()).isEqualTo("on.zip"));
    assertThat(other.received).hasSize(1);
    assertThat(system.receiver.received).isEmpty();
    assertThat(system.log)
        .filteredOn(line -> line.contains("report.not-announced"))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).contains("off.zip", "" + BEFORE, "" + SWITCH));
  }

  @ParameterizedTest
  @EnumSource
  void reportOfTheFormerConfigurationStaysWithIt(Found found) throws IOException {
    assignedAt(SWITCH, second);

    find("former.zip", BEFORE, found);
    find("later.zip", AFTER, found);

    assertThat(owners())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("former.zip", CONFIGURATION, "later.zip", second));
    assertThat(system.receiver.received).hasSize(1);
    assertThat(other.received).hasSize(1);
  }

  /// A person who looks for the report finds it as failed, with the reason; the later configuration
  /// never gets it.
  @ParameterizedTest
  @EnumSource
  void reportOfADeletedConfigurationIsKeptAsFailed(Found found) throws IOException {
    assignedAt(SWITCH, second);
    system.configurations.delete(CONFIGURATION, Optional.empty());

    find("former.zip", BEFORE, found);
    recover(second);

    Delivery kept = system.delivery();
    assertThat(kept.status()).isEqualTo(DeliveryStatus.FAILED);
    assertThat(kept.configurationId()).contains(CONFIGURATION);
    assertThat(kept.progress().reason())
        .contains("" + BEFORE, CONFIGURATION.value(), "which was deleted");
    assertThat(other.received).isEmpty();
    assertThat(system.metrics).anyMatch(line -> line.contains("\"DeliveriesFailed\":1"));
  }

  /// The event has the end of the upload, the listing its beginning.
  @Test
  void uploadInPartsAcrossTheSwitchBelongsToTheNewConfiguration() throws IOException {
    assignedAt(SWITCH, second);
    ReportVersion parts = listed("parts.zip", BEFORE);

    assertThat(system.invoke(event(parts, AFTER))).isEmpty();
    reconcile();

    assertThat(owners()).isEqualTo(Map.of("parts.zip", second));
    assertThat(system.receiver.received).isEmpty();
  }

  /// The first configuration of the task gets the report only if a person starts a recovery.
  @ParameterizedTest
  @EnumSource
  void reportFromBeforeTheTaskGoesToItsFirstConfigurationAlone(Found found) throws IOException {
    system.tasks.delete(TASK, Optional.empty(), START);
    assignedAt(SWITCH, second);
    find("early.zip", BEFORE, found);

    Delivery early = system.delivery();
    assertThat(early.status()).isEqualTo(DeliveryStatus.UNROUTED);
    assertThat(early.progress().reason())
        .isEqualTo("uploaded at %s, before the task was created at %s".formatted(BEFORE, SWITCH));

    assignedAt(AFTER, CONFIGURATION);
    recover(CONFIGURATION);
    assertThat(system.delivery()).isEqualTo(early);

    recover(second);
    assertThat(system.delivery().configurationId()).contains(second);
  }

  /// Whatever happens to a task, and however late its reports are found.
  @Test
  void reportIsNeverAnnouncedToAnotherOwner() throws IOException {
    for (int seed = 0; seed < 60; seed++) {
      try (DispatchSystem any = new DispatchSystem().withTask()) {
        new OwnerStory(any, seed).play();
      }
    }
  }

  private void assignedAt(Instant at, ConfigurationId configuration) {
    system.now = at;
    system.assign(Optional.of(configuration));
  }

  /// Finds a report half an hour after its upload, or after the switch.
  private void find(String fileName, Instant uploadedAt, Found found) throws IOException {
    Instant late = uploadedAt.plus(Duration.ofMinutes(30));
    system.now = late.isAfter(system.now) ? late : system.now;
    ReportVersion version = listed(fileName, uploadedAt);
    switch (found) {
      case BY_A_LATE_EVENT -> assertThat(system.invoke(event(version, uploadedAt))).isEmpty();
      case BY_ITS_SECOND_EVENT -> assertThat(system.invoke(second(version, uploadedAt))).isEmpty();
      case BY_RECONCILIATION -> reconcile();
    }
  }

  private ReportVersion listed(String fileName, Instant uploadedAt) throws IOException {
    ReportVersion version = system.put(fileName, "v1", Map.of("number-of-lines", "2"));
    system.listing.add(
        new Listed(BUCKET, version.key().text(), version.versionId(), 100, uploadedAt));
    return version;
  }

  private void reconcile() throws IOException {
    jobs.run(new BulkJob.Task.Reconcile(BUCKET, ALL));
  }

  private void recover(ConfigurationId configuration) throws IOException {
    jobs.run(new BulkJob.Task.Recover(configuration, ALL));
  }

  private Map<String, ConfigurationId> owners() {
    return OwnerStory.owners(system);
  }
}
