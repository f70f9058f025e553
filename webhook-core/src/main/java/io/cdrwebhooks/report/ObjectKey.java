package io.cdrwebhooks.report;

import java.util.Optional;

/// What an object's key says: a report of a task, or something else that lies in the bucket.
public sealed interface ObjectKey {

  /// The shape every report's key has: `reports/<taskId>/<fileName>`.
  ///
  /// `fileName` is never empty, `.` or `..`, and holds no slash; any other character may stand in
  /// it. A `sample` is what a test of a configuration announces; it lies beside the reports, where
  /// no event tells of it.
  record ReportKey(TaskId taskId, String fileName, boolean sample) implements ObjectKey {
    private static final String SAMPLES = "samples/";

    public ReportKey {
      if (fileName.isEmpty() || fileName.indexOf('/') >= 0 || isRelative(fileName)) {
        throw new IllegalArgumentException("not the file name of a report");
      }
    }

    /// An exporter's report.
    public ReportKey(TaskId taskId, String fileName) {
      this(taskId, fileName, false);
    }

    /// The key as the object store has it, not URL-encoded.
    public String text() {
      return (sample ? SAMPLES : PREFIX) + taskId + "/" + fileName;
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /// An object that is no report, with the reason for the log.
  record Other(String reason) implements ObjectKey {}

  String PREFIX = "reports/";

  /// Reads a key as the object store has it; event keys are URL-decoded before.
  static ObjectKey parse(String key) {
    if (!key.startsWith(PREFIX)) {
      return new Other("outside " + PREFIX);
    }
    String[] segments = key.substring(PREFIX.length()).split("/", -1);
    if (segments.length != 2) {
      return new Other("not of the shape reports/<taskId>/<fileName>");
    }
    Optional<TaskId> taskId = TaskId.parse(segments[0]);
    if (taskId.isEmpty()) {
      return new Other("the second segment is not a task id");
    }
    if (segments[1].isEmpty()) {
      return new Other("a folder marker");
    }
    if (isRelative(segments[1])) {
      return new Other("the file name is a relative path");
    }
    return new ReportKey(taskId.get(), segments[1]);
  }

  private static boolean isRelative(String fileName) {
    return fileName.equals(".") || fileName.equals("..");
  }
}
