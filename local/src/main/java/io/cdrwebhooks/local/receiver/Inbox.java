package io.cdrwebhooks.local.receiver;

import io.cdrwebhooks.local.start.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What was announced and is not collected yet: a file for each `webhook-id`, which a crash does
/// not lose. The file's time is the `webhook-timestamp`. A file holds a link's token: only its
/// owner may read it.
///
/// A receiver of a customer has a table in its database for this.
final class Inbox {
  private static final String SUFFIX = ".json";

  private final Path folder;
  private final Path aside;

  Inbox(Path folder) {
    this.folder = folder;
    this.aside = folder.resolve("set-aside");
  }

  /// Keeps an announcement on disk before this returns. A repeat replaces what an earlier request
  /// announced, since its link is fresher; an older request changes nothing.
  synchronized void keep(String id, Instant signedAt, byte[] body) throws IOException {
    Path file = file(id);
    FileTime time = FileTime.from(signedAt);
    if (Files.exists(file) && Files.getLastModifiedTime(file).compareTo(time) > 0) {
      return;
    }
    PrivateFile.createFolder(folder);
    Path fresh = folder.resolve(id + ".new");
    try (FileChannel out =
        PrivateFile.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(body);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      Files.setLastModifiedTime(fresh, time);
      out.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    forceFolder();
  }

  /// Returns the latest announcement. One that cannot be read is set aside, so that it stops
  /// nothing else; then, and if this id has none that waits, the result is empty.
  synchronized Optional<Announcement> find(String id) throws IOException {
    byte[] body;
    try {
      body = Files.readAllBytes(file(id));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    try {
      return Optional.of(Announcement.read(body));
    } catch (IOException e) {
      PrivateFile.createFolder(aside);
      Files.move(file(id), aside.resolve(id + SUFFIX), StandardCopyOption.REPLACE_EXISTING);
      return Optional.empty();
    }
  }

  /// Forgets an announcement, because its report is saved.
  void collected(String id) throws IOException {
    Files.deleteIfExists(ReportDownload.tag(part(id)));
    Files.deleteIfExists(file(id));
  }

  /// The file for what has arrived of a report so far.
  Path part(String id) {
    return folder.resolve(id + ".part");
  }

  /// The ids that wait.
  List<String> waiting() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String id) {
    return folder.resolve(id + SUFFIX);
  }

  /// Makes the name of a file as durable as its content.
  private void forceFolder() throws IOException {
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    }
  }
}
