package io.cdrwebhooks.statistics;

import io.cdrwebhooks.configuration.ConfigurationId;
import java.util.Optional;

/// Whose counts they are: those of one configuration, or, when empty, of everything.
public record Series(Optional<ConfigurationId> configuration) {
  public static final Series ALL = new Series(Optional.empty());

  public static Series of(ConfigurationId configuration) {
    return new Series(Optional.of(configuration));
  }
}
