package io.cdrwebhooks.statistics;

import io.cdrwebhooks.configuration.ConfigurationId;
import java.util.Optional;

/// The owner of counts: one configuration, or the whole deployment if empty.
public record Series(Optional<ConfigurationId> configuration) {
  public static final Series ALL = new Series(Optional.empty());

  public static Series of(ConfigurationId configuration) {
    return new Series(Optional.of(configuration));
  }
}
