package io.cdrwebhooks.infra.settings;

import static io.cdrwebhooks.infra.settings.UnusableSettingsException.require;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The properties file of one environment. It has each setting once, and no unknown ones. Each
/// group of settings reads its own part. `environments/example.properties` shows the optional ones.
public final class SettingsFile {
  private final Path file;
  private final Properties given = new NamesOnce();
  private final Set<String> asked = new HashSet<>();

  private SettingsFile(Path file) {
    this.file = file;
    try (Reader reader = Files.newBufferedReader(file)) {
      given.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new UnusableSettingsException("Settings file " + file + " can't be read: " + e, e);
    }
  }

  /// Reads a file; `builtModules` has the functions' packages and the console.
  public static DeploymentSettings read(Path file, Path builtModules) {
    return new SettingsFile(file).settings(builtModules);
  }

  private DeploymentSettings settings(Path builtModules) {
    String environmentName = text("environmentName");
    Tokens tokens = Tokens.read(this);
    ReceiverSettings receivers = ReceiverSettings.read(this);
    ReportStorage reports = ReportStorage.read(this);
    Operators operators = Operators.read(this);
    Domains domains = Domains.read(this);
    DeploymentSettings settings =
        new DeploymentSettings(
            environmentName,
            tokens,
            receivers,
            reports,
            operators,
            domains,
            Concurrency.read(this),
            Links.read(this, domains),
            optionalNumber("warmWritesPerSecond"),
            optional("signaturesKeyArn"),
            builtModules);
    Set<String> unknown = new TreeSet<>(given.stringPropertyNames());
    unknown.removeAll(asked);
    require(unknown.isEmpty(), "Unknown settings in " + file + ": " + unknown);
    // A copy of the file with the old name inside would overwrite another environment.
    require(
        file.endsWith(settings.environmentName() + ".properties"),
        "environmentName must be the name of the file without .properties: "
            + settings.environmentName()
            + " in "
            + file);
    return settings;
  }

  /// Returns a required setting.
  String text(String name) {
    asked.add(name);
    String value = given.getProperty(name);
    if (value == null) {
      throw new UnusableSettingsException(name + " is missing");
    }
    return value.strip();
  }

  /// Returns a setting; empty if it is missing or blank.
  Optional<String> optional(String name) {
    asked.add(name);
    return Optional.ofNullable(given.getProperty(name))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  List<String> list(String name) {
    List<String> items =
        optional(name).map(value -> List.of(value.split("\\s*,\\s*", -1))).orElse(List.of());
    require(
        !items.contains(""),
        name + " must have something before and after each comma: " + String.join(",", items));
    return items;
  }

  OptionalInt optionalNumber(String name) {
    Optional<String> value = optional(name);
    return value.isPresent() ? OptionalInt.of(number(name, value.get())) : OptionalInt.empty();
  }

  int number(String name) {
    return number(name, text(name));
  }

  private static int number(String name, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new UnusableSettingsException(name + " must be a whole number: " + value, e);
    }
  }

  static URI address(String name, String value) {
    try {
      return URI.create(value);
    } catch (IllegalArgumentException e) {
      throw new UnusableSettingsException(name + " must be an https address: " + value, e);
    }
  }

  boolean trueOrFalse(String name) {
    return trueOrFalse(name, text(name));
  }

  /// Returns a setting, or false if it is missing or blank.
  boolean isTrue(String name) {
    return trueOrFalse(name, optional(name).orElse("false"));
  }

  private static boolean trueOrFalse(String name, String value) {
    require(
        value.equals("true") || value.equals("false"), name + " must be true or false: " + value);
    return value.equals("true");
  }

  /// Rejects duplicate names: otherwise the last value would win silently.
  private static final class NamesOnce extends Properties {
    private static final long serialVersionUID = 1L;

    @Override
    public synchronized @Nullable Object put(Object name, Object value) {
      require(!containsKey(name), name + " is given twice");
      return super.put(name, value);
    }
  }
}
