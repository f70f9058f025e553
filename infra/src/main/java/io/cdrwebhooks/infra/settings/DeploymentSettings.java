package io.cdrwebhooks.infra.settings;

import static io.cdrwebhooks.infra.settings.UnusableSettingsException.require;

import io.cdrwebhooks.hash.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import software.amazon.awscdk.Aws;

/// All the settings that differ between deployments.
///
/// `warmWritesPerSecond` is the write capacity of the busiest tables and each of their indexes from
/// the start; empty leaves that to DynamoDB. `signaturesKeyArn` is a key that opens Signatures in
/// addition to the deployment's own key, which seals: a replica, in this region, of the key of a
/// deployment in another region. `builtModules` is the folder with each function's package at
/// `<module>/target/<module>.zip`, and with the console's pages at `console/target/classes`.
public record DeploymentSettings(
    String environmentName,
    Tokens tokens,
    ReceiverSettings receivers,
    ReportStorage reports,
    Operators operators,
    Domains domains,
    Concurrency concurrency,
    Links links,
    OptionalInt warmWritesPerSecond,
    Optional<String> signaturesKeyArn,
    Path builtModules) {

  private static final Pattern ENVIRONMENT_NAME =
      Pattern.compile("[a-z](?:[a-z0-9-]{0,18}[a-z0-9])?");
  private static final Pattern RESERVED_WORD = Pattern.compile("aws|amazon|cognito");

  /// The write capacity that DynamoDB gives each new table, and the default limit of an account for
  /// one table.
  private static final int MIN_WARM_WRITES = 4_000;

  private static final int MAX_WARM_WRITES = 40_000;

  public DeploymentSettings {
    require(
        ENVIRONMENT_NAME.matcher(environmentName).matches(),
        "environmentName must be 1 to 20 lower-case letters, digits or hyphens, begin with a letter"
            + " and not end with a hyphen: "
            + environmentName);
    // The check applies even with an issuer: an environment keeps its name, and may drop its issuer
    // later.
    require(
        !RESERVED_WORD.matcher(environmentName).find(),
        "environmentName must not contain aws, amazon or cognito, which Cognito refuses in the"
            + " address of a sign-in page: "
            + environmentName);
    signaturesKeyArn.ifPresent(
        arn ->
            require(
                NameRules.MULTI_REGION_KEY_ARN.matcher(arn).matches(),
                "signaturesKeyArn must be the ARN of a multi-Region key, whose id begins with mrk-:"
                    + " "
                    + arn));
    Placement.requireOneRegion(Placement.regions(receivers, reports, domains, signaturesKeyArn));
    int warm = warmWritesPerSecond.orElse(MIN_WARM_WRITES);
    require(
        warm >= MIN_WARM_WRITES && warm <= MAX_WARM_WRITES,
        "warmWritesPerSecond must be a number from %d to %d: %d"
            .formatted(MIN_WARM_WRITES, MAX_WARM_WRITES, warm));
    builtModules = builtModules.toAbsolutePath().normalize();
  }

  /// Returns the region of the zones and ARNs; empty if there are none.
  public Optional<String> region() {
    return Placement.regions(receivers, reports, domains, signaturesKeyArn).values().stream()
        .findFirst();
  }

  /// Returns the name of the resources in us-east-1 that serve download links. It includes the
  /// region, because the same environment of another region may have such resources too. Only for
  /// deployments with a `links` domain, whose settings name the region.
  public String namedForLinks() {
    return named("-Links-" + region().orElseThrow());
  }

  /// Returns the path, with a leading slash, at which the distribution in front of links calls the
  /// API; empty without a distribution. Strangers cannot guess it: it comes from the random id of
  /// the certificate, so another certificate changes it.
  public Optional<String> distributionPath() {
    return domains
        .links()
        .map(links -> Sha256.hex(environmentName + " " + links.certificateArn()))
        .map(hash -> "/" + hash.substring(0, 32));
  }

  /// Returns the name of a stack, topic or other resource of this environment.
  public String named(String what) {
    return "CdrWebhooks-" + environmentName + what;
  }

  /// Returns a name that must be unique over all regions of an account, as for CloudFront. It
  /// includes the region, to differ from the same environment in another region.
  public String namedWithRegion(String what) {
    return named(what) + "-" + Aws.REGION;
  }

  /// Returns the namespace of this environment's metrics, which differs from others in the account.
  public String metricsNamespace() {
    return "CdrWebhooks/" + environmentName;
  }

  /// Returns the package of a function module, which Maven must have built.
  public Path functionPackage(String module) {
    Path zip = builtModules.resolve(module).resolve("target").resolve(module + ".zip");
    require(Files.isRegularFile(zip), "Function package " + zip + " is missing: build it first");
    return zip;
  }

  /// Returns the folder with the pages `console/` and `docs/`, which Maven must have built.
  public Path consolePages() {
    Path pages = builtModules.resolve("console").resolve("target").resolve("classes");
    for (String page : List.of("console", "docs")) {
      require(
          Files.isRegularFile(pages.resolve(page).resolve("index.html")),
          "The pages in " + pages.resolve(page) + " are missing: build the console first");
    }
    return pages;
  }
}
