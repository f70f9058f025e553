package io.cdrwebhooks.configuration;

import io.cdrwebhooks.report.TaskId;
import java.util.Optional;

/// Selects CDR tasks for a list, in this `order`: those whose name contains `text`, ignoring case,
/// or whose number begins with it. The task with exactly this number comes first, then numbers and
/// then names that begin with `text`.
public record TaskFilter(Optional<String> text, Order order) {
  public static final TaskFilter ALL = new TaskFilter(Optional.empty(), Order.NUMBER);

  private static final int DIGITS = 16;

  public enum Order {
    NUMBER,
    NAME
  }

  /// The sort key and the filtered fields of one task in the list. `folded` is its name in
  /// [WebhookConfiguration#uniqueForm].
  public record Entry(TaskId id, String folded) {
    public static Entry of(CdrTask task) {
      return new Entry(task.taskId(), WebhookConfiguration.uniqueForm(task.taskName()));
    }
  }

  /// Returns the key that sorts the list; empty if the filter excludes the entry.
  public Optional<String> key(Entry entry) {
    return text.map(part -> rank(part.strip(), entry))
        .orElse(Optional.of(""))
        .map(rank -> rank + place(entry));
  }

  private static Optional<String> rank(String part, Entry entry) {
    String number = entry.id().toString();
    if (number.startsWith(part)) {
      return Optional.of(number.equals(part) ? "A" : "B");
    }
    return NamePart.of(part).rank(entry.folded());
  }

  private String place(Entry entry) {
    String number = entry.id().toString();
    String padded = "0".repeat(DIGITS - number.length()) + number;
    return switch (order) {
      case NUMBER -> padded;
      case NAME -> entry.folded() + " " + padded;
    };
  }
}
