package io.cdrwebhooks.bench.stand;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/// The environment variables of a deployed function whose AWS is a [CannedAws].
public final class FunctionSettings {
  private FunctionSettings() {}

  public static Map<String, String> of(URI aws) throws IOException {
    Properties settings = new Properties();
    try (InputStream file = FunctionSettings.class.getResourceAsStream("function.properties")) {
      settings.load(requireNonNull(file));
    }
    Map<String, String> variables = new HashMap<>();
    settings.forEach(
        (name, value) -> variables.put("" + name, ("" + value).replace("{aws}", "" + aws)));
    return variables;
  }
}
