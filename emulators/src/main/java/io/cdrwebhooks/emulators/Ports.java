package io.cdrwebhooks.emulators;

import java.net.URI;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// The addresses on which the emulators listen, all on this machine, and the mode of their folders.
final class Ports {
  static final String LOOPBACK = "127.0.0.1";

  /// The mode of new data folders.
  static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private Ports() {}

  static URI http(int port) {
    return URI.create("http://" + LOOPBACK + ":" + port);
  }
}
