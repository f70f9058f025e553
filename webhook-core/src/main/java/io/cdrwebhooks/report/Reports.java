package io.cdrwebhooks.report;

import java.io.IOException;

/// The object store, as far as reports are read from it.
///
/// A store that cannot be reached or refuses is a fault: an unchecked exception of the store, and
/// the message goes back to its queue. Only an object that is not there is an answer.
public interface Reports {
  /// Describes one version; a missing one is [ReportLookup.Gone].
  ReportLookup lookUp(ReportVersion version);

  /// Reads exactly `length` bytes from `offset`, both within the object.
  ///
  /// @throws IOException if the version is gone or shorter by now
  byte[] read(ReportVersion version, long offset, int length) throws IOException;
}
