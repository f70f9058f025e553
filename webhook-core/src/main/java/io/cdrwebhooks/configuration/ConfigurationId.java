package io.cdrwebhooks.configuration;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// The id of a webhook configuration: `cfg_` and 32 hexadecimal digits, as [#of] makes it.
public record ConfigurationId(String value) {
  private static final Pattern SHAPE = Pattern.compile("cfg_[0-9a-f]{32}");

  public ConfigurationId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a configuration id must be cfg_ and 32 hexadecimal digits: " + value);
    }
  }

  public static ConfigurationId of(UUID random) {
    return new ConfigurationId("cfg_" + random.toString().replace("-", ""));
  }

  public static Optional<ConfigurationId> parse(String text) {
    return SHAPE.matcher(text).matches()
        ? Optional.of(new ConfigurationId(text))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
