package io.cdrwebhooks.report;

import java.io.IOException;
import java.util.Optional;

/// The object store, as a source of reports.
///
/// A store that refuses or cannot be reached is a fault: it throws an unchecked exception, and the
/// message returns to its queue. Only a missing object is an expected result.
public interface Reports {
  /// Describes one version; a missing one is [ReportLookup.Gone].
  ReportLookup lookUp(ReportVersion version);

  /// Reads exactly `length` bytes from `offset`, both within the object.
  ///
  /// @throws IOException if the version has been deleted or is shorter now
  byte[] read(ReportVersion version, long offset, int length) throws IOException;

  /// Returns the SHA-256 that the store itself computed over the whole object, as 64 lower-case
  /// hexadecimal digits; empty if the store has none. This costs one request.
  default Optional<String> sha256(ReportVersion version) {
    return Optional.empty();
  }
}
