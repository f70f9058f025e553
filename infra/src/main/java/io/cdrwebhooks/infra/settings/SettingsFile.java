package io.cdrwebhooks.infra.settings;

import static io.cdrwebhooks.infra.settings.DeploymentSettings.require;

import io.cdrwebhooks.configapi.Deployment.Scopes;
import io.cdrwebhooks.infra.settings.DeploymentSettings.Concurrency;
import io.cdrwebhooks.infra.settings.DeploymentSettings.Domain;
import io.cdrwebhooks.infra.settings.DeploymentSettings.Domains;
import io.cdrwebhooks.infra.settings.DeploymentSettings.Links;
import io.cdrwebhooks.infra.settings.DeploymentSettings.Operators;
import io.cdrwebhooks.infra.settings.DeploymentSettings.Receivers;
import io.cdrwebhooks.infra.settings.DeploymentSettings.Reports;
import io.cdrwebhooks.infra.settings.DeploymentSettings.Tokens;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.services.lambda.SystemLogLevel;

/// Reads the properties file of one environment, which has each setting once and no others.
/// `environments/example.properties` shows the optional ones.
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
    DeploymentSettings settings =
        new DeploymentSettings(
            text("environmentName"),
            tokens(),
            new Receivers(
                trueOrFalse(text("httpReceiversAllowed"), "httpReceiversAllowed"),
                list("refusedAddressBlocks"),
                number("fixedEgressZones", text("fixedEgressZones")),
                list("availabilityZones"),
                optional("egressCanary").map(value -> address("egressCanary", value))),
            reports(),
            operators(),
            new Domains(domain("api"), domain("console"), domain("links")),
            new Concurrency(
                optionalNumber("batchesAtOnce").orElse(Concurrency.USUAL_BATCHES),
                optionalNumber("reservedConcurrency"),
                optionalNumber("apiReservedConcurrency")),
            links(),
            optionalNumber("warmWritesPerSecond"),
            builtModules);
    Set<String> unknown = new TreeSet<>(given.stringPropertyNames());
    unknown.removeAll(asked);
    require(unknown.isEmpty(), "Unknown settings in " + file + ": " + unknown);
    // A copied file with the old name would deploy over another environment.
    require(
        file.endsWith(settings.environmentName() + ".properties"),
        "environmentName must be the name of the file without .properties: "
            + settings.environmentName()
            + " in "
            + file);
    return settings;
  }

  private Tokens tokens() {
    Optional<String> issuer = optional("oidcIssuer");
    List<String> audience = list("audience");
    Optional<String> readScope = optional("readScope");
    Optional<String> writeScope = optional("writeScope");
    Optional<String> consoleClientId = optional("consoleClientId");
    List<String> consoleSignInOrigins = list("consoleSignInOrigins");
    if (issuer.isPresent()) {
      return new Tokens.OfIssuer(
          address("oidcIssuer", issuer.get()),
          audience,
          scopes(readScope, writeScope),
          consoleClientId,
          consoleSignInOrigins);
    }
    require(
        audience.isEmpty()
            && readScope.isEmpty()
            && writeScope.isEmpty()
            && consoleClientId.isEmpty()
            && consoleSignInOrigins.isEmpty(),
        "audience, readScope, writeScope, consoleClientId and consoleSignInOrigins need an"
            + " oidcIssuer");
    return new Tokens.OfOwnUserPool();
  }

  private static Scopes scopes(Optional<String> read, Optional<String> write) {
    try {
      return new Scopes(read.orElse(Scopes.STANDARD.read()), write.orElse(Scopes.STANDARD.write()));
    } catch (IllegalArgumentException e) {
      throw new UnusableSettingsException("readScope and writeScope: " + e.getMessage(), e);
    }
  }

  private Reports reports() {
    Optional<String> bucket = optional("existingReportBucket");
    Optional<String> keyArn = optional("existingReportBucketKeyArn");
    OptionalInt keptDays = optionalNumber("reportsKeptDays");
    if (bucket.isPresent()) {
      require(
          keptDays.isEmpty(), "reportsKeptDays must be left out: the existing bucket has its own");
      return new Reports.InExistingBucket(bucket.get(), keyArn);
    }
    require(keyArn.isEmpty(), "existingReportBucketKeyArn needs an existingReportBucket");
    return new Reports.InOwnBucket(keptDays.orElse(Reports.InOwnBucket.USUAL_DAYS));
  }

  private Operators operators() {
    return new Operators(
        text("alarmEmail"),
        optionalNumber("monthlyBudgetUsd"),
        optionalNumber("logsKeptDays").orElse(Operators.USUAL_DAYS_OF_LOGS),
        systemLogLevel(),
        trueOrFalse(optional("tracing").orElse("false"), "tracing"));
  }

  private SystemLogLevel systemLogLevel() {
    String level = optional("systemLogLevel").orElse(SystemLogLevel.WARN.name());
    return Stream.of(SystemLogLevel.values())
        .filter(each -> each.name().equals(level))
        .findFirst()
        .orElseThrow(
            () ->
                new UnusableSettingsException(
                    "systemLogLevel must be DEBUG, INFO or WARN: " + level));
  }

  private Links links() {
    OptionalInt perAddress = optionalNumber("linksPerAddress");
    require(
        perAddress.isEmpty() || domain("links").isPresent(),
        "linksPerAddress needs a linksDomainName");
    return new Links(
        optionalNumber("linksPerSecond").orElse(Links.USUAL.perSecond()),
        optionalNumber("linksReservedConcurrency"),
        perAddress.orElse(Links.USUAL.perAddress()));
  }

  private Optional<Domain> domain(String what) {
    Optional<String> name = optional(what + "DomainName");
    Optional<String> certificate = optional(what + "CertificateArn");
    require(
        name.isPresent() == certificate.isPresent(),
        what
            + "DomainName and "
            + what
            + "CertificateArn must be given together, but only this one is: "
            + name.or(() -> certificate).orElse(""));
    return name.map(given -> new Domain(given, certificate.orElseThrow()));
  }

  private String text(String name) {
    asked.add(name);
    String value = given.getProperty(name);
    if (value == null) {
      throw new UnusableSettingsException(name + " is missing");
    }
    return value.strip();
  }

  /// Returns a setting; empty if it is missing or blank.
  private Optional<String> optional(String name) {
    asked.add(name);
    return Optional.ofNullable(given.getProperty(name))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  private List<String> list(String name) {
    List<String> items =
        optional(name).map(value -> List.of(value.split("\\s*,\\s*", -1))).orElse(List.of());
    require(
        !items.contains(""),
        name + " must have something before and after each comma: " + String.join(",", items));
    return items;
  }

  private OptionalInt optionalNumber(String name) {
    Optional<String> value = optional(name);
    return value.isPresent() ? OptionalInt.of(number(name, value.get())) : OptionalInt.empty();
  }

  private static int number(String name, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new UnusableSettingsException(name + " must be a whole number: " + value, e);
    }
  }

  private static URI address(String name, String value) {
    try {
      return URI.create(value);
    } catch (IllegalArgumentException e) {
      throw new UnusableSettingsException(name + " must be an https address: " + value, e);
    }
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

  private static boolean trueOrFalse(String value, String name) {
    require(
        value.equals("true") || value.equals("false"), name + " must be true or false: " + value);
    return value.equals("true");
  }
}
