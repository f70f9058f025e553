package io.cdrwebhooks.local.sample;

import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/// Creates a sample report and uploads it to the bucket, as the CDR Manager would for that task.
/// Exports one at a time.
public final class SampleExports {
  public static final long MAX_LINES = SampleReport.MAX_LINES;

  private final Function<TaskId, Optional<CdrTask>> tasks;
  private final Upload upload;
  private final InstantSource clock;

  /// Creates an exporter; `tasks` finds the existing tasks.
  public SampleExports(
      Function<TaskId, Optional<CdrTask>> tasks, Upload upload, InstantSource clock) {
    this.tasks = tasks;
    this.upload = upload;
    this.clock = clock;
  }

  /// Uploads a file to the reports' bucket.
  public interface Upload {
    void upload(Path file, String key) throws IOException;
  }

  /// The result of an export.
  public sealed interface Outcome {
    /// The report is in the bucket. `announced` is true if the Webhook option of its task is on:
    /// then its delivery follows.
    record Exported(ReportKey key, boolean announced) implements Outcome {}

    record UnknownTask() implements Outcome {}
  }

  /// Exports a report of 1 to [#MAX_LINES] `lines`, including the header. Returns when it is
  /// uploaded.
  public synchronized Outcome export(TaskId task, long lines) throws IOException {
    Optional<CdrTask> known = tasks.apply(task);
    if (known.isEmpty()) {
      return new Outcome.UnknownTask();
    }
    SampleReport report = new SampleReport(clock.instant(), lines);
    ReportKey key = new ReportKey(task, report.fileName());
    Path file = Files.createTempFile("cdr-sample-", ".zip");
    try {
      report.write(file);
      upload.upload(file, key.text());
      return new Outcome.Exported(key, known.get().webhookConfigurationId().isPresent());
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
