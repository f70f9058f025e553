package io.cdrwebhooks.report;

/// The last bytes of a report, read together with its description: they hold the zip's end record.
///
/// `offset` is where in the object `bytes` begin; the array is shared, not copied, and must not be
/// written.
@SuppressWarnings(
    "ArrayRecordComponent") // compared nowhere; copying 64 KiB per report would only cost
public record ReportTail(long offset, byte[] bytes) {
  /// Holds any end record: the longest comment, the record, and the two zip64 records before it.
  public static final int LENGTH = 65_535 + 22 + 20 + 56;

  public ReportTail {
    if (offset < 0) {
      throw new IllegalArgumentException("an offset is not negative: " + offset);
    }
  }

  long end() {
    return offset + bytes.length;
  }
}
