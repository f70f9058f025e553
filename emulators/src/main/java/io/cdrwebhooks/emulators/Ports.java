package io.cdrwebhooks.emulators;

import java.net.BindException;
import java.net.URI;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The addresses on which the emulators listen, all on this machine, and the mode of their folders.
final class Ports {
  static final String LOOPBACK = "127.0.0.1";

  /// The mode of new data folders.
  static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private Ports() {}

  static void check(int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("A port is 0 (a free one) to 65535, not " + port);
    }
  }

  static URI http(int port) {
    return URI.create("http://" + LOOPBACK + ":" + port);
  }

  static boolean isTaken(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return true;
      }
    }
    return false;
  }
}
