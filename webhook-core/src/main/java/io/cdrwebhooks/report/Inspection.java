package io.cdrwebhooks.report;

/// The result of inspecting a report before it is announced. The delivery stores it, and all its
/// attempts announce the same.
///
/// `numberOfLines` is 0 when it is unknown. `error` is empty text when nothing is wrong.
public record Inspection(long numberOfLines, String error) {
  public Inspection {
    if (numberOfLines < 0) {
      throw new IllegalArgumentException("lines must not be negative: " + numberOfLines);
    }
  }
}
