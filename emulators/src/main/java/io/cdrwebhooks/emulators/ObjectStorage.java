package io.cdrwebhooks.emulators;

import java.nio.file.Path;

/// The storage of [S3Emulator]'s objects.
public sealed interface ObjectStorage {

  /// Keeps objects on the heap until the emulator closes. It keeps versions in a bucket with
  /// versioning.
  record InMemory() implements ObjectStorage {}

  /// Keeps one file per object, below one directory per bucket. Metadata is in extended attributes,
  /// so the file system must have them. Segments of a key are file names, so their length is
  /// limited, see [S3Emulator]. It keeps no versions.
  record InDirectory(Path directory) implements ObjectStorage {}
}
