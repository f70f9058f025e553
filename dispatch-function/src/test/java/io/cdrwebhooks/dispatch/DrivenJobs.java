package io.cdrwebhooks.dispatch;

import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.dispatch.inputs.Pace;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Task;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.InMemoryWorkMessages.Sent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Runs the jobs of a [DispatchSystem] step by step.
public record DrivenJobs(DispatchSystem system) {
  /// Contains all deliveries of these tests.
  public static final TimeRange ALL =
      new TimeRange(START.minus(Duration.ofDays(60)), START.plus(Duration.ofDays(1)));

  public List<String> due(BulkJob job) throws IOException {
    return system.due(job.id());
  }

  public BulkJob found(BulkJob job) {
    return system.jobs.find(job.id()).orElseThrow();
  }

  public long steps(BulkJob job) {
    return found(job).position().step();
  }

  public BulkJob created(Task task) {
    BulkJob job = BulkJob.create(BulkJobId.of(UUID.randomUUID()), task, system.now);
    assertThat(system.jobs.create(job)).isTrue();
    return job;
  }

  /// The job that ends many held deliveries of a deleted configuration.
  public BulkJob endOfHeld(int count) throws IOException {
    KeptDeliveries kept = new KeptDeliveries(system);
    for (int i = 0; i < count; i++) {
      kept.with(i, DeliveryStatus.HELD);
    }
    system.withoutConfiguration();
    return created(new Task.End(CONFIGURATION, ALL));
  }

  public BulkJob run(Task task) throws IOException {
    return run(created(task).id());
  }

  /// Takes steps, each when it is due, until the job is finished.
  public BulkJob run(BulkJobId id) throws IOException {
    for (int steps = 0; steps < 100; steps++) {
      BulkJob job = system.jobs.find(id).orElseThrow();
      if (job.finished()) {
        return job;
      }
      system.now = job.dueAt().orElseThrow();
      assertThat(system.due(id)).isEmpty();
    }
    throw new AssertionError("the job comes to no end");
  }

  /// As the schedule does it, while every message reaches its job.
  public void sweepUntilFinished(BulkJob job) throws IOException {
    for (int minutes = 0; !found(job).finished() && minutes < 10; minutes++) {
      int sent = system.workMessages.sent().size();
      system.schedule("sweep");
      Instant next = system.now.plus(Pace.STANDARD.sweepEvery());
      for (Sent message :
          List.copyOf(
              system.workMessages.sent().subList(sent, system.workMessages.sent().size()))) {
        if (message.work().equals(new DueWork.OfJob(job.id()))) {
          system.now = system.now.plus(message.delay());
          due(job);
        }
      }
      system.now = next.isAfter(system.now) ? next : system.now;
    }
    assertThat(found(job).finished()).isTrue();
  }
}
