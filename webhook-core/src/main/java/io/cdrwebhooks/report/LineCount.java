package io.cdrwebhooks.report;

import java.util.Optional;

/// The result of counting the lines of an archive.
public sealed interface LineCount {
  /// `sha256` is the digest of the whole archive in hexadecimal; empty if it was not computed.
  record Counted(long lines, Optional<String> sha256) implements LineCount {}

  /// The archive is not a complete zip of stored or deflated entries; `why` is for the log.
  record NotReadable(String why) implements LineCount {}

  /// The archive exceeds the limits of counting; `why` is for the log. The archive may be valid.
  record TooLarge(String why) implements LineCount {}
}
