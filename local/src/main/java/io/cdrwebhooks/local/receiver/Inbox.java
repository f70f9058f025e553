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

/// The announcements whose reports are not fetched yet: a file for each `webhook-id`, which
/// survives a crash. The file's time is the `webhook-timestamp`. A file contains a link's token, so
/// only its owner may read it.
///
/// A customer's receiver has a table in its database instead.
final class Inbox {
  private static final String SUFFIX = ".json";

  private final Path folder;
  private final Path aside;

  Inbox(Path folder) {
    this.folder = folder;
    this.aside = folder.resolve("set-aside");
  }

  /// Stores an announcement on disk before this returns. A repeat replaces the earlier
  /// announcement, since its link is newer; an older request changes nothing.
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

  /// Returns the latest announcement; empty if none waits for this id. An announcement that cannot
  /// be read is moved away, so that it blocks nothing; the result is then empty.
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

  /// Removes an announcement, because its report is saved.
  void collected(String id) throws IOException {
    Files.deleteIfExists(ReportDownload.tag(part(id)));
    Files.deleteIfExists(file(id));
  }

  /// Returns the file for the part of a report that has arrived.
  Path part(String id) {
    return folder.resolve(id + ".part");
  }

  /// Returns the ids of the waiting announcements.
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

  /// Forces the folder to disk, so that a file's name is as durable as its content.
  private void forceFolder() throws IOException {
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    }
  }
}
