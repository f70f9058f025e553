package io.cdrwebhooks.local.vault;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/// The file of a 256-bit key in base64, which only its owner can read.
final class KeyFile {
  private static final int KEY_BYTES = 32;

  private KeyFile() {}

  static byte[] readOrMake(Path file, SecureRandom random) throws IOException {
    if (Files.notExists(file)) {
      make(file, random);
    }
    byte[] key;
    try {
      key = Base64.getDecoder().decode(Files.readString(file).strip());
    } catch (IllegalArgumentException e) {
      // The cause would show a character of the file's content.
      throw new IOException("key file must contain base64: " + file);
    }
    if (key.length != KEY_BYTES) {
      throw new IOException("key must have " + KEY_BYTES + " bytes: " + key.length + " in " + file);
    }
    return key;
  }

  /// Creates the file with its whole content, or not at all. If two processes create it, one wins.
  private static void make(Path file, SecureRandom random) throws IOException {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("key file must have a folder: " + file);
    }
    Files.createDirectories(folder);
    Path draft = Files.createTempFile(folder, ".key", ".tmp", ownerOnly(folder));
    try {
      Files.write(draft, Base64.getEncoder().encode(key));
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException e) {
      // The key of the other process is as good.
    } finally {
      Files.delete(draft);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
