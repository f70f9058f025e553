package io.cdrwebhooks.change;

import io.cdrwebhooks.paging.Page;
import java.util.Optional;

/// The stored [ChangeRecord]s. The store keeps each for [ChangeRecord#RETENTION].
///
/// Thread-safe.
public interface Changes {
  /// Stores a record. It replaces the stored record with the same id and time, if there is one.
  void put(ChangeRecord change);

  /// Stores a record, unless one with the same id and time is stored. Returns whether it stored the
  /// record.
  boolean putFirst(ChangeRecord change);

  /// Stores the record for one thing of an operation on many things, as [#put] does. Only the list
  /// of this thing shows it. [#put] stores the record of the whole operation.
  void putPart(ChangeRecord part);

  /// Returns a page of records, the newest first. It may be shorter than `limit`, or even empty,
  /// and still have a next one.
  ///
  /// @throws io.cdrwebhooks.paging.InvalidCursorException if this list did not create the cursor
  Page<ChangeRecord> list(ChangeFilter filter, Optional<String> cursor, int limit);
}
