package io.cdrwebhooks.statement;

import io.cdrwebhooks.configuration.ConfigurationId;
import java.time.LocalDate;
import java.util.Optional;

/// The stored parts of statements. A part never changes; it is kept as long as the deliveries of
/// its day. A store that cannot be reached throws an unchecked exception.
public interface Statements {
  /// Stores a part for [io.cdrwebhooks.delivery.Delivery#RETENTION] after its day. Returns false
  /// and changes nothing if the part exists: another worker has made it.
  boolean add(StatementPart part);

  /// Finds a part, with a consistent read.
  Optional<StatementPart> find(ConfigurationId configuration, LocalDate day, int part);

  /// Finds the last part of the last day, with a consistent read.
  Optional<StatementPart> last(ConfigurationId configuration);

  /// Returns the first day that has a part.
  Optional<LocalDate> firstDay(ConfigurationId configuration);
}
