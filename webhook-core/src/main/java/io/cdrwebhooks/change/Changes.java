package io.cdrwebhooks.change;

import io.cdrwebhooks.paging.Page;
import java.util.Optional;

/// The stored [ChangeRecord]s. Nothing deletes one before [ChangeRecord#RETENTION] has passed.
///
/// Safe for several threads.
public interface Changes {
  /// Stores a record. It replaces the stored record with the same id and time, if there is one.
  void put(ChangeRecord change);

  /// Stores a record, unless one with the same id and time is stored. Returns whether it did.
  boolean putFirst(ChangeRecord change);

  /// Stores the record of one of the many things that an operation is about, as [#put] does. Only a
  /// list about this thing shows it. [#put] stores the record of the whole operation.
  void putPart(ChangeRecord part);

  /// Returns a page of records, the newest first. It may be shorter than `limit`, or even empty,
  /// and still have a next one.
  ///
  /// @throws io.cdrwebhooks.paging.InvalidCursorException if this list did not create the cursor
  Page<ChangeRecord> list(ChangeFilter filter, Optional<String> cursor, int limit);
}
