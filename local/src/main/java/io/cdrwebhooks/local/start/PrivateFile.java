package io.cdrwebhooks.local.start;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;

/// Writes files that only their owner can read at any time, even while they are written.
public final class PrivateFile {
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(FILE);

  private PrivateFile() {}

  /// Creates a folder for such files, if it is missing. An existing folder gets the mode too.
  public static void createFolder(Path folder) throws IOException {
    Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
    Files.setPosixFilePermissions(folder, FOLDER);
  }

  /// Opens a file to write to it. An existing file gets the mode too.
  public static FileChannel open(Path file, OpenOption... options) throws IOException {
    FileChannel opened = FileChannel.open(file, Set.of(options), OWNER_ONLY);
    Files.setPosixFilePermissions(file, FILE);
    return opened;
  }

  /// Returns the text of a file without surrounding white space. Creates a missing file first, and
  /// its folder if necessary: with the whole text, or not at all.
  public static String kept(Path file, Supplier<String> made) throws IOException {
    if (Files.notExists(file)) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      write(file, made.get());
    }
    return Files.readString(file).strip();
  }

  /// Writes a file, or replaces it; a concurrent reader sees the old text or the new one.
  public static void write(Path file, String text) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Path written = Files.createTempFile(directory, file.getFileName() + ".", ".new", OWNER_ONLY);
    try {
      Files.writeString(written, text);
      Files.move(
          written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(written);
    }
  }
}
