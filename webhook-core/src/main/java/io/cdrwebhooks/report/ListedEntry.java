package io.cdrwebhooks.report;

/// One file of an archive, as the central directory lists it.
///
/// `offset` is the position of its local header, in bytes from the beginning of the archive; sizes
/// are in bytes. `method` and `flags` are the APPNOTE's numbers. Every value is the archive's
/// claim. Source: PKWARE APPNOTE 6.3.10, 4.3.12 and 4.4.
record ListedEntry(
    long offset, long compressedSize, long size, int crc, short method, short flags) {
  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  boolean encrypted() {
    return (flags & 1) != 0;
  }

  boolean deflated() {
    return method == DEFLATED;
  }

  boolean hasKnownMethod() {
    return method == STORED || deflated();
  }
}
