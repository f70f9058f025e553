package io.cdrwebhooks.local;

import io.cdrwebhooks.aws.awsevents.NoticeJson;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.notice.Notices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Stands for the event bus and the mail behind it: a line to read, and the event in a file.
///
/// For several threads.
final class LocalNotices implements Notices {
  private final Optional<Path> file;
  private final Consumer<String> lines;
  private final List<Notice> sent = new ArrayList<>();

  private LocalNotices(Optional<Path> file, Consumer<String> lines) {
    this.file = file;
    this.lines = lines;
  }

  /// Adds each notice to the file, as one line of JSON.
  static LocalNotices keptIn(Path file, Consumer<String> lines) {
    return new LocalNotices(Optional.of(file), lines);
  }

  /// Keeps notices as long as the system runs.
  static LocalNotices inMemory(Consumer<String> lines) {
    return new LocalNotices(Optional.empty(), lines);
  }

  @Override
  public synchronized void send(Notice notice) {
    sent.add(notice);
    lines.accept(LogLines.printable(sentence(notice)));
    file.ifPresent(path -> append(path, NoticeJson.event(notice)));
  }

  /// What was sent in this run, in that order.
  synchronized List<Notice> sent() {
    return List.copyOf(sent);
  }

  private static String sentence(Notice notice) {
    String kind = NoticeJson.kind(notice);
    return switch (notice) {
      case Notice.ConfigurationFailing failing ->
          "%s: every attempt for \"%s\" has failed since %s, most recently for %s"
              .formatted(kind, failing.name(), failing.since(), failing.delivery());
      case Notice.ConfigurationDisabled disabled ->
          "%s: \"%s\", at %s: %s"
              .formatted(kind, disabled.name(), disabled.delivery(), disabled.reason());
      case Notice.DeliveryFailed failed ->
          "%s: %s (task %s, %s): %s"
              .formatted(
                  kind, failed.fileName(), failed.task(), failed.delivery(), failed.reason());
      case Notice.LinkUnused unused ->
          "%s: the receiver has not fetched %s (task %s, %s); the link expires at %s"
              .formatted(
                  kind, unused.fileName(), unused.task(), unused.delivery(), unused.validUntil());
    };
  }

  private static void append(Path file, String line) {
    try {
      Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("the notice could not be written", e);
    }
  }
}
