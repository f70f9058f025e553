package io.cdrwebhooks.report;

/// The error of a report as payload 2 names it.
///
/// It follows from the error's text. Three texts are the platform's own; any other is the
/// exporter's.
public enum ErrorCode {
  NONE("", ""),
  NOT_READABLE("not-readable", "Report is not a readable zip archive"),
  TOO_LARGE_TO_COUNT("too-large-to-count", "Report is too large to count"),
  GONE("gone", "Report no longer exists"),

  /// The exporter set the error, so the text varies and is empty here.
  EXPORT_FAILED("export-failed", "");

  private final String code;
  private final String text;

  ErrorCode(String code, String text) {
    this.code = code;
    this.text = text;
  }

  static ErrorCode of(String text) {
    for (ErrorCode error : values()) {
      if (error.text.equals(text)) {
        return error;
      }
    }
    return EXPORT_FAILED;
  }

  public String code() {
    return code;
  }

  String text() {
    return text;
  }
}
