package io.cdrwebhooks.report;

/// What was found out about a report before it is announced: kept on the delivery, the same in each
/// attempt.
///
/// `numberOfLines` is 0 when it cannot be known. `error` is empty text when nothing is wrong.
public record Inspection(long numberOfLines, String error) {
  public Inspection {
    if (numberOfLines < 0) {
      throw new IllegalArgumentException("lines are not negative: " + numberOfLines);
    }
  }
}
