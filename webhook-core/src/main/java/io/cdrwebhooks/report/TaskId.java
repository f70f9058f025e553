package io.cdrwebhooks.report;

import java.util.Optional;
import java.util.regex.Pattern;

/// The number of a CDR task, as in a report's key and in the payload.
///
/// Positive and at most 2^53 - 1, so that every JSON reader keeps it exact.
public record TaskId(long value) {
  private static final long MAX_VALUE = (1L << 53) - 1;
  private static final Pattern CANONICAL = Pattern.compile("[1-9][0-9]{0,15}");

  /// The id for tests of configurations, so that no receiver mistakes a sample for a task's report.
  /// No task can be saved under it.
  public static final TaskId SAMPLE = new TaskId(MAX_VALUE);

  public TaskId {
    if (value < 1 || value > MAX_VALUE) {
      throw new IllegalArgumentException("a task id must be from 1 to " + MAX_VALUE + ": " + value);
    }
  }

  /// Parses an id; empty unless the text is in printed form: decimal digits, no sign, no leading
  /// zero.
  public static Optional<TaskId> parse(String text) {
    if (!CANONICAL.matcher(text).matches()) {
      return Optional.empty();
    }
    long value = Long.parseLong(text);
    return value <= MAX_VALUE ? Optional.of(new TaskId(value)) : Optional.empty();
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
