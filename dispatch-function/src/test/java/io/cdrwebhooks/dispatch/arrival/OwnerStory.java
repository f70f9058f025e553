package io.cdrwebhooks.dispatch.arrival;

import static io.cdrwebhooks.dispatch.DispatchSystem.BUCKET;
import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.TASK;
import static io.cdrwebhooks.dispatch.TestEvents.event;
import static io.cdrwebhooks.dispatch.TestEvents.second;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.awsevents.SqsBatch.SqsMessage;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.dispatch.DrivenJobs;
import io.cdrwebhooks.report.ReportListing.Listed;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.work.BulkJob;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/// Random changes of a task, uploads, late and lost events, reconciliations and recoveries.
final class OwnerStory {
  /// Stands for a Webhook option that is off.
  private static final Object OFF = "off";

  private static final Object NO_TASK = "no task";

  private final DispatchSystem system;
  private final Random random;
  private final DrivenJobs jobs;
  private final List<ConfigurationId> configurations;
  private final Map<String, Object> ownerAtUpload = new TreeMap<>();
  private final Map<String, Instant> uploadedAt = new TreeMap<>();
  private final List<String> lateEvents = new ArrayList<>();
  private final List<SqsMessage> secondEvents = new ArrayList<>();

  /// The first configuration after each time without a task. The key is when it got the task.
  private final NavigableMap<Instant, ConfigurationId> firstOwners = new TreeMap<>();

  private boolean hadOwner = true;
  private Object owner = CONFIGURATION;
  private int uploads;

  OwnerStory(DispatchSystem system, int seed) {
    this.system = system;
    this.random = new Random(seed);
    this.jobs = new DrivenJobs(system);
    this.configurations = List.of(CONFIGURATION, system.configure("Second", system.receiver.url()));
    system.lanesStandStill();
  }

  void play() throws IOException {
    for (int step = 0; step < 60; step++) {
      system.now = system.now.plusSeconds(1 + random.nextInt(300));
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> change();
        case 3, 4, 5, 6 -> upload();
        case 7 -> invokeLateEvents();
        case 8 -> jobs.run(new BulkJob.Task.Reconcile(BUCKET, OwnerAtUploadTest.ALL));
        case 9 ->
            jobs.run(
                new BulkJob.Task.Recover(
                    configurations.get(random.nextInt(2)), OwnerAtUploadTest.ALL));
        default -> throw new AssertionError();
      }
    }
    invokeLateEvents();
    jobs.run(new BulkJob.Task.Reconcile(BUCKET, OwnerAtUploadTest.ALL));
    for (ConfigurationId each : configurations) {
      jobs.run(new BulkJob.Task.Recover(each, OwnerAtUploadTest.ALL));
    }
    check();
  }

  private void change() {
    int to = random.nextInt(4);
    if (to < 2) {
      owner = configurations.get(to);
      system.assign(Optional.of(configurations.get(to)));
      if (!hadOwner) {
        firstOwners.put(system.now, configurations.get(to));
      }
      hadOwner = true;
    } else if (to == 2) {
      owner = OFF;
      system.assign(Optional.empty());
    } else {
      owner = NO_TASK;
      hadOwner = false;
      system.tasks.delete(TASK, Optional.empty(), system.now);
    }
  }

  private void upload() throws IOException {
    String fileName = uploads++ + ".zip";
    ReportVersion version = system.put(fileName, "v1", Map.of("number-of-lines", "2"));
    ownerAtUpload.put(fileName, owner);
    uploadedAt.put(fileName, system.now);
    system.listing.add(
        new Listed(BUCKET, version.key().text(), version.versionId(), 100, system.now));
    switch (random.nextInt(4)) {
      case 0 -> assertThat(system.invoke(event(version, system.now))).isEmpty();
      case 1 -> lateEvents.add(event(version, system.now));
      case 2 -> secondEvents.addAll(second(version, system.now));
      default -> {} // both lost
    }
  }

  private void invokeLateEvents() throws IOException {
    for (SqsMessage second : secondEvents) {
      assertThat(system.invoke(List.of(second))).isEmpty();
    }
    secondEvents.clear();
    assertThat(system.invoke(lateEvents.toArray(String[]::new))).isEmpty();
    lateEvents.clear();
  }

  private void check() {
    Map<String, ConfigurationId> owners = owners(system);
    ownerAtUpload.forEach(
        (report, right) -> {
          if (right.equals(OFF)) {
            assertThat(owners).as("off at the upload").doesNotContainKey(report);
          } else if (!right.equals(NO_TASK)) {
            assertThat(owners.get(report)).as("neither lost nor another's").isEqualTo(right);
          } else if (owners.containsKey(report)) {
            assertThat(owners.get(report))
                .isIn(firstOwners.tailMap(uploadedAt.get(report)).values());
          }
        });
    assertThat(ownerAtUpload).hasSizeGreaterThan(5);
  }

  /// Returns the configuration of each delivery, by the name of its file.
  static Map<String, ConfigurationId> owners(DispatchSystem system) {
    Map<String, ConfigurationId> owners = new TreeMap<>();
    for (Delivery delivery : system.deliveries.all()) {
      delivery
          .configurationId()
          .ifPresent(owner -> owners.put(delivery.report().fileName(), owner));
    }
    return owners;
  }
}
