package io.cdrwebhooks.report;

import java.util.Optional;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;

/// What an archive's central directory says of an entry, and `end`, where what follows it begins:
/// nothing of the entry may lie behind.
///
/// `refusal` is what becomes of the archive if all entries before are sound: this one is not to be
/// read.
record ListedEntry(
    long headerOffset,
    boolean deflated,
    long compressedSize,
    long size,
    long checksum,
    long end,
    Optional<LineCount> refusal) {
  static ListedEntry of(ZipArchiveEntry entry, long end, Optional<LineCount> refusal) {
    return new ListedEntry(
        entry.getLocalHeaderOffset(),
        entry.getMethod() == ZipArchiveEntry.DEFLATED,
        entry.getCompressedSize(),
        entry.getSize(),
        entry.getCrc(),
        end,
        refusal);
  }
}
