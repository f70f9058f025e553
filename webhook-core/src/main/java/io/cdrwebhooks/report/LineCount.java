package io.cdrwebhooks.report;

/// What counting the lines of an archive came to.
public sealed interface LineCount {
  record Counted(long lines) implements LineCount {}

  /// Not a whole zip of stored or deflated entries; `why` is for the log.
  record NotReadable(String why) implements LineCount {}

  /// Beyond what is counted; `why` is for the log. The archive may be fine.
  record TooLarge(String why) implements LineCount {}
}
