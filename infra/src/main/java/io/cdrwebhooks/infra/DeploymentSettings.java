package io.cdrwebhooks.infra;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Everything that one deployment differs in from another.
///
/// `oidcIssuer` is compared with the tokens' issuer to the letter, trailing slash included.
/// `functionPackages` is the folder under which each function's package lies at
/// `<module>/target/<module>.zip`.
record DeploymentSettings(
    String environmentName,
    URI oidcIssuer,
    String audience,
    boolean httpReceiversAllowed,
    Path functionPackages) {

  private static final Pattern ENVIRONMENT_NAME = Pattern.compile("[a-z][a-z0-9-]{0,19}");
  private static final Set<String> NAMES =
      Set.of("environmentName", "oidcIssuer", "audience", "httpReceiversAllowed");

  DeploymentSettings {
    require(
        ENVIRONMENT_NAME.matcher(environmentName).matches(),
        "environmentName must be 1 to 20 lower-case letters, digits or hyphens");
    require(
        "https".equals(oidcIssuer.getScheme()) && oidcIssuer.getHost() != null,
        "oidcIssuer must be an https address");
    require(!audience.isBlank(), "audience must not be empty");
    functionPackages = functionPackages.toAbsolutePath().normalize();
  }

  /// Reads a properties file that gives each setting once and nothing else.
  static DeploymentSettings read(Path file, Path functionPackages) {
    Properties given = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      given.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new UnusableSettingsException("Settings file " + file + " can't be read: " + e, e);
    }
    Set<String> unknown = new TreeSet<>(given.stringPropertyNames());
    unknown.removeAll(NAMES);
    require(unknown.isEmpty(), "Unknown settings in " + file + ": " + unknown);
    return new DeploymentSettings(
        text(given, "environmentName"),
        address(given, "oidcIssuer"),
        text(given, "audience"),
        trueOrFalse(given, "httpReceiversAllowed"),
        functionPackages);
  }

  /// The package of a function module, which must have been built.
  Path functionPackage(String module) {
    Path zip = functionPackages.resolve(module).resolve("target").resolve(module + ".zip");
    require(Files.isRegularFile(zip), "Function package " + zip + " is missing: build it first");
    return zip;
  }

  private static String text(Properties given, String name) {
    String value = given.getProperty(name);
    if (value == null) {
      throw new UnusableSettingsException(name + " is missing");
    }
    return value.strip();
  }

  private static URI address(Properties given, String name) {
    try {
      return URI.create(text(given, name));
    } catch (IllegalArgumentException e) {
      throw new UnusableSettingsException(name + " must be an https address", e);
    }
  }

  private static boolean trueOrFalse(Properties given, String name) {
    String value = text(given, name);
    require(value.equals("true") || value.equals("false"), name + " must be true or false");
    return value.equals("true");
  }

  private static void require(boolean asItMustBe, String otherwise) {
    if (!asItMustBe) {
      throw new UnusableSettingsException(otherwise);
    }
  }
}
