package io.cdrwebhooks.emulators;

import java.nio.file.Path;

/// Where [S3Emulator] keeps its objects.
public sealed interface ObjectStorage {

  /// On the heap, gone when the emulator closes. Keeps versions in a bucket that has versioning
  /// switched on.
  record InMemory() implements ObjectStorage {}

  /// One file per object, below one directory per bucket; kept. Metadata lies in extended
  /// attributes, so the file system must have them. Segments of a key are file names and therefore
  /// bounded, see [S3Emulator]. No versions.
  record InDirectory(Path directory) implements ObjectStorage {}
}
