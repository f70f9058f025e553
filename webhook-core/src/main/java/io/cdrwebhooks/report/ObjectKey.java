package io.cdrwebhooks.report;

import java.util.Locale;
import java.util.Optional;

/// The meaning of an object's key: a report of a task, or some other object in the bucket.
public sealed interface ObjectKey {

  /// The key of a report: `reports/<taskId>/<fileName>`.
  ///
  /// `fileName` is never empty, `.` or `..`, and contains no slash; any other character is allowed.
  /// A `sample` is a file that a test of a configuration announces. Its key is outside `reports/`,
  /// so S3 sends no event for it.
  record ReportKey(TaskId taskId, String fileName, boolean sample) implements ObjectKey {
    private static final String SAMPLES = "samples/";
    private static final String TEST_PREFIX = "webhook-test-";
    private static final String NEXT_SIGNATURE_PREFIX = TEST_PREFIX + "next-";
    private static final String REFUSALS_PREFIX = "refusals-";

    /// The options of a test. `nextSignature`: the Signature that takes effect next signs the
    /// announcement. `refusals`: two requests follow that the receiver must refuse.
    public record TestOptions(boolean nextSignature, boolean refusals) {
      public static final TestOptions NONE = new TestOptions(false, false);
    }

    public ReportKey {
      if (fileName.isEmpty() || fileName.indexOf('/') >= 0 || isRelative(fileName)) {
        throw new IllegalArgumentException(
            "a file name must not be empty, a relative path or contain a slash: " + fileName);
      }
    }

    /// Creates the key of an exporter's report.
    public ReportKey(TaskId taskId, String fileName) {
      this(taskId, fileName, false);
    }

    /// Creates the key of a sample, whose name begins with `webhook-test-` and ends with `end`. The
    /// name also has the test's options: an earlier version, which does not know them, sends such a
    /// sample like any other.
    public static ReportKey ofSample(String end, TestOptions options) {
      String begin = options.nextSignature() ? NEXT_SIGNATURE_PREFIX : TEST_PREFIX;
      String refusals = options.refusals() ? REFUSALS_PREFIX : "";
      return new ReportKey(TaskId.SAMPLE, begin + refusals + end, true);
    }

    /// Returns whether the Signature that takes effect next must sign the announcement.
    public boolean forNextSignature() {
      return sample && fileName.startsWith(NEXT_SIGNATURE_PREFIX);
    }

    /// Returns whether two requests must follow that the receiver must refuse.
    public boolean testsRefusals() {
      return sample
          && (fileName.startsWith(TEST_PREFIX + REFUSALS_PREFIX)
              || fileName.startsWith(NEXT_SIGNATURE_PREFIX + REFUSALS_PREFIX));
    }

    /// Returns whether the file name begins with this text, ignoring case.
    public boolean nameBegins(String text) {
      return folded(fileName).startsWith(folded(text));
    }

    /// Returns whether this is the file name, ignoring case.
    public boolean isNamed(String text) {
      return folded(fileName).equals(folded(text));
    }

    /// Returns the form in which file names are compared: ignoring case, independent of language.
    public static String folded(String name) {
      return name.toLowerCase(Locale.ROOT);
    }

    /// Returns the key as the object store has it, not URL-encoded.
    public String text() {
      return (sample ? SAMPLES : PREFIX) + taskId + "/" + fileName;
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /// An object that is not a report, with the reason for the log.
  record Other(String reason) implements ObjectKey {}

  String PREFIX = "reports/";

  /// Parses a key as the object store has it; callers URL-decode event keys first.
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
