package io.cdrwebhooks.report;

/// The last bytes of a report, read together with its description: they contain the zip's end
/// record.
///
/// `offset` is the position of `bytes` in the object. The array is shared, not copied, and must not
/// be modified.
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy would only cost time
public record ReportTail(long offset, byte[] bytes) {
  /// Enough for any end record: the longest comment, the record, and the two zip64 records before
  /// it.
  public static final int LENGTH = 65_535 + 22 + 20 + 56;

  public ReportTail {
    if (offset < 0) {
      throw new IllegalArgumentException("offset must not be negative: " + offset);
    }
  }
}
