package io.cdrwebhooks.infra;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Everything that one deployment differs in from another.
///
/// `oidcIssuer` is compared with the tokens' issuer to the letter, trailing slash included.
/// `refusedAddressBlocks`, in CIDR notation, are addresses that no receiver may have beside those
/// that none ever has: a network's own public ones. `egressIps` are the addresses from which
/// receivers are called, empty where they are not fixed. `functionPackages` is the folder under
/// which each function's package lies at `<module>/target/<module>.zip`.
record DeploymentSettings(
    String environmentName,
    URI oidcIssuer,
    String audience,
    boolean httpReceiversAllowed,
    List<String> refusedAddressBlocks,
    List<String> egressIps,
    Scopes scopes,
    Path functionPackages) {

  private static final Pattern ENVIRONMENT_NAME = Pattern.compile("[a-z][a-z0-9-]{0,19}");
  private static final Pattern ADDRESS_BLOCK = Pattern.compile("[0-9a-fA-F:.]+/[0-9]{1,3}");
  private static final Pattern IP_ADDRESS = Pattern.compile("[0-9a-fA-F:.]+(/[0-9]{1,3})?");
  private static final String REFUSED_ADDRESS_BLOCKS = "refusedAddressBlocks";
  private static final String EGRESS_IPS = "egressIps";
  private static final String READ_SCOPE = "readScope";
  private static final String WRITE_SCOPE = "writeScope";
  private static final Set<String> NAMES =
      Set.of(
          "environmentName",
          "oidcIssuer",
          "audience",
          "httpReceiversAllowed",
          REFUSED_ADDRESS_BLOCKS,
          EGRESS_IPS,
          READ_SCOPE,
          WRITE_SCOPE);

  /// The scopes of tokens that let their bearers read, and change things.
  record Scopes(String read, String write) {
    // RFC 6749, 3.3, without what the API writes around a list of scopes.
    private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5a\\x5e-\\x7e]+");

    static final Scopes STANDARD = new Scopes("webhooks/read", "webhooks/write");

    Scopes {
      require(SCOPE.matcher(read).matches(), READ_SCOPE + " must be the name of one scope");
      require(SCOPE.matcher(write).matches(), WRITE_SCOPE + " must be the name of one scope");
    }
  }

  DeploymentSettings {
    require(
        ENVIRONMENT_NAME.matcher(environmentName).matches(),
        "environmentName must be 1 to 20 lower-case letters, digits or hyphens");
    require(
        "https".equals(oidcIssuer.getScheme()) && oidcIssuer.getHost() != null,
        "oidcIssuer must be an https address");
    require(!audience.isBlank(), "audience must not be empty");
    refusedAddressBlocks = List.copyOf(refusedAddressBlocks);
    for (String block : refusedAddressBlocks) {
      require(
          ADDRESS_BLOCK.matcher(block).matches(),
          REFUSED_ADDRESS_BLOCKS + " must be blocks in CIDR notation, separated by commas");
    }
    egressIps = List.copyOf(egressIps);
    for (String address : egressIps) {
      require(
          IP_ADDRESS.matcher(address).matches(),
          EGRESS_IPS + " must be IP addresses, separated by commas");
    }
    functionPackages = functionPackages.toAbsolutePath().normalize();
  }

  /// Reads a properties file that gives each setting once and nothing else; lists of addresses and
  /// the names of scopes may be left out.
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
        list(given.getProperty(REFUSED_ADDRESS_BLOCKS, "")),
        list(given.getProperty(EGRESS_IPS, "")),
        new Scopes(
            given.getProperty(READ_SCOPE, Scopes.STANDARD.read()).strip(),
            given.getProperty(WRITE_SCOPE, Scopes.STANDARD.write()).strip()),
        functionPackages);
  }

  /// Adds the setting to those of a function that judges receivers, unless it is empty.
  void putRefusedAddressBlocks(Map<FunctionSetting, String> environment) {
    if (!refusedAddressBlocks.isEmpty()) {
      environment.put(
          FunctionSetting.REFUSED_ADDRESS_BLOCKS, String.join(",", refusedAddressBlocks));
    }
  }

  /// Adds the setting to those of a function that tells callers of them, unless it is empty.
  void putEgressIps(Map<FunctionSetting, String> environment) {
    if (!egressIps.isEmpty()) {
      environment.put(FunctionSetting.EGRESS_IPS, String.join(",", egressIps));
    }
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

  private static List<String> list(String value) {
    return value.isBlank() ? List.of() : List.of(value.strip().split("\\s*,\\s*", -1));
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
