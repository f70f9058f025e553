package io.cdrwebhooks.statement;

import io.cdrwebhooks.configuration.ConfigurationId;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The in-memory twin of the stored statements.
public final class InMemoryStatements implements Statements {
  private final TreeSet<StatementPart> parts =
      new TreeSet<>(
          Comparator.comparing((StatementPart part) -> part.configuration().value())
              .thenComparing(StatementPart::day)
              .thenComparing(StatementPart::part));

  @Override
  public synchronized boolean add(StatementPart part) {
    return parts.add(part);
  }

  @Override
  public synchronized Optional<StatementPart> find(
      ConfigurationId configuration, LocalDate day, int part) {
    return of(configuration)
        .filter(each -> each.day().equals(day) && each.part() == part)
        .findFirst();
  }

  @Override
  public synchronized Optional<StatementPart> last(ConfigurationId configuration) {
    return of(configuration).reduce((_, last) -> last);
  }

  @Override
  public synchronized Optional<LocalDate> firstDay(ConfigurationId configuration) {
    return of(configuration).findFirst().map(StatementPart::day);
  }

  /// Returns the parts of a configuration in their order.
  public synchronized List<StatementPart> all(ConfigurationId configuration) {
    return of(configuration).toList();
  }

  private Stream<StatementPart> of(ConfigurationId configuration) {
    return parts.stream().filter(part -> part.configuration().equals(configuration));
  }
}
