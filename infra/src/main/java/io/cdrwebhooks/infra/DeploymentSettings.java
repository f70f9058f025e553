package io.cdrwebhooks.infra;

import io.cdrwebhooks.configuration.AddressBlock;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awscdk.Aws;

/// Everything that one deployment differs in from another.
///
/// `builtModules` is the folder under which each function's package lies at
/// `<module>/target/<module>.zip`, and the console's pages at `console/target/classes`.
record DeploymentSettings(
    String environmentName,
    Tokens tokens,
    Receivers receivers,
    Reports reports,
    Operators operators,
    Domains domains,
    Concurrency concurrency,
    Path builtModules) {

  private static final Pattern ENVIRONMENT_NAME =
      Pattern.compile("[a-z](?:[a-z0-9-]{0,18}[a-z0-9])?");
  private static final Pattern RESERVED_WORD = Pattern.compile("aws|amazon|cognito");

  DeploymentSettings {
    require(
        ENVIRONMENT_NAME.matcher(environmentName).matches(),
        "environmentName must be 1 to 20 lower-case letters, digits or hyphens, begin with a letter"
            + " and not end with a hyphen: "
            + environmentName);
    // Also where an issuer is given: an environment keeps its name, and may drop its issuer later.
    require(
        !RESERVED_WORD.matcher(environmentName).find(),
        "environmentName must not contain aws, amazon or cognito, which Cognito refuses in the"
            + " address of a sign-in page: "
            + environmentName);
    Placement.requireOneRegion(receivers, reports, domains);
    builtModules = builtModules.toAbsolutePath().normalize();
  }

  /// Whose tokens open the API.
  sealed interface Tokens {
    /// Of an issuer that is there already. `issuer` is compared with the tokens' to the letter,
    /// trailing slash included. `consoleClientId` is the client that the issuer knows the console
    /// by, if it may sign in; `consoleSignInOrigins` are those beside the issuer's own that it asks
    /// for tokens.
    record OfIssuer(
        URI issuer,
        List<String> audience,
        String readScope,
        String writeScope,
        Optional<String> consoleClientId,
        List<String> consoleSignInOrigins)
        implements Tokens {
      // RFC 6749, 3.3, without what the API writes around a list of scopes.
      private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5a\\x5e-\\x7e]+");
      // As it may stand in a Content-Security-Policy.
      private static final Pattern ORIGIN = Pattern.compile("https://[a-z0-9.-]+(:[0-9]{1,5})?");

      public OfIssuer {
        require(
            "https".equals(issuer.getScheme())
                && issuer.getHost() != null
                && issuer.getRawUserInfo() == null
                && issuer.getRawQuery() == null
                && issuer.getRawFragment() == null,
            "oidcIssuer must be an https address without user, query and fragment: " + issuer);
        audience = List.copyOf(audience);
        require(!audience.isEmpty(), "audience must not be empty");
        require(
            SCOPE.matcher(readScope).matches(),
            "readScope must be the name of one scope: " + readScope);
        require(
            SCOPE.matcher(writeScope).matches(),
            "writeScope must be the name of one scope: " + writeScope);
        consoleSignInOrigins = List.copyOf(consoleSignInOrigins);
        require(
            consoleSignInOrigins.stream().allMatch(origin -> ORIGIN.matcher(origin).matches()),
            "consoleSignInOrigins must be https origins without a path, separated by commas: "
                + String.join(",", consoleSignInOrigins));
      }
    }

    /// Of a user pool that the deployment makes for those who have no issuer.
    record OfOwnUserPool() implements Tokens {}
  }

  /// What is asked of receivers, and what they see of us. `refusedAddressBlocks`, in CIDR notation,
  /// are addresses that no receiver may have beside those that none ever has. `fixedEgressZones` is
  /// in how many availability zones requests leave from an address of their own that never changes;
  /// 0 is the cheap variant, whose addresses are AWS' and change. `availabilityZones` names these
  /// zones; empty takes the region's first ones. `egressCanary` is the address that tells a broken
  /// egress from a receiver that cannot be reached; empty takes AWS STS in the deployment's region.
  record Receivers(
      boolean httpAllowed,
      List<String> refusedAddressBlocks,
      int fixedEgressZones,
      List<String> availabilityZones,
      Optional<URI> egressCanary) {
    // The other settings of a function take up to half of the 4 KB that Lambda allows.
    private static final int MOST_CHARACTERS_OF_BLOCKS = 2_000;

    Receivers {
      egressCanary.ifPresent(
          canary ->
              require(
                  "https".equals(canary.getScheme()) && canary.getHost() != null,
                  "egressCanary must be an https address: " + canary));
      refusedAddressBlocks = List.copyOf(refusedAddressBlocks);
      refusedAddressBlocks.forEach(Receivers::requireBlock);
      int characters = String.join(",", refusedAddressBlocks).length();
      require(
          characters <= MOST_CHARACTERS_OF_BLOCKS,
          "refusedAddressBlocks must be at most "
              + MOST_CHARACTERS_OF_BLOCKS
              + " characters, since Lambda allows 4 KB for all settings of a function: "
              + characters);
      require(
          fixedEgressZones >= 0 && fixedEgressZones <= FixedEgress.MOST_ZONES,
          "fixedEgressZones must be a number from 0 to "
              + FixedEgress.MOST_ZONES
              + ": "
              + fixedEgressZones);
      availabilityZones = List.copyOf(availabilityZones);
      if (!availabilityZones.isEmpty()) {
        Placement.requireZones(availabilityZones, fixedEgressZones);
      }
    }

    /// Read as the functions will: one that they cannot read keeps them from starting.
    private static void requireBlock(String block) {
      try {
        AddressBlock.of(block);
      } catch (IllegalArgumentException e) {
        throw new UnusableSettingsException("refusedAddressBlocks: " + e.getMessage(), e);
      }
    }
  }

  /// Where reports lie.
  sealed interface Reports {
    /// In a bucket of the deployment's own, for `keptDays`.
    record InOwnBucket(int keptDays) implements Reports {
      public InOwnBucket {
        require(
            keptDays >= ReportLifeCycle.LEAST_DAYS,
            "reportsKeptDays must be at least "
                + ReportLifeCycle.LEAST_DAYS
                + ", since attempts, their links and reconciliation need a report that long: "
                + keptDays);
      }
    }

    /// In a bucket that is there already, in the same account and region. Its owner lets it tell
    /// EventBridge, and sees to its life-cycle. `keyArn` is the KMS key that encrypts it, if any.
    record InExistingBucket(String name, Optional<String> keyArn) implements Reports {
      public InExistingBucket {
        require(
            NameRules.BUCKET_NAME.matcher(name).matches(),
            "existingReportBucket must be the name of a bucket: " + name);
        keyArn.ifPresent(
            arn ->
                require(
                    NameRules.KEY_ARN.matcher(arn).matches(),
                    "existingReportBucketKeyArn must be the ARN of a KMS key, not of an alias: "
                        + arn));
      }
    }
  }

  /// What the people who run the deployment get to see. Nobody is told of costs unless there is a
  /// monthly budget.
  record Operators(
      String alarmEmail, OptionalInt monthlyBudgetUsd, int logsKeptDays, boolean tracing) {
    Operators {
      require(
          NameRules.EMAIL.matcher(alarmEmail).matches(),
          "alarmEmail must be one plain address such as operators@example.com, of at most 254"
              + " characters: "
              + alarmEmail);
      int budget = monthlyBudgetUsd.orElse(1);
      require(budget > 0, "monthlyBudgetUsd must be a number above 0: " + budget);
      require(
          LogRetention.DAYS.containsKey(logsKeptDays),
          "logsKeptDays must be one of " + LogRetention.DAYS.keySet() + ": " + logsKeptDays);
    }
  }

  /// Names in place of those that AWS gives; the owner of their zone points them here.
  record Domains(Optional<Domain> api, Optional<Domain> console) {
    Domains {
      String consoles = console.map(Domain::certificateRegion).orElse("us-east-1");
      require(
          consoles.equals("us-east-1"),
          "consoleCertificateArn must be that of a certificate in us-east-1, the only region where"
              + " CloudFront looks for one: "
              + consoles);
      if (api.isPresent() && console.isPresent()) {
        String name = api.get().name();
        require(
            !name.equals(console.get().name()),
            "apiDomainName and consoleDomainName must differ: " + name);
        Placement.requireOneAccount(api.get(), console.get());
      }
    }
  }

  /// `certificateArn` is in the deployment's region, or for the console in us-east-1.
  record Domain(String name, String certificateArn) {
    Domain {
      require(
          NameRules.DOMAIN_NAME.matcher(name).matches(),
          "A domain must be a name in lower case such as cdr.example.com: " + name);
      require(
          NameRules.CERTIFICATE_ARN.matcher(certificateArn).matches(),
          "The certificate of " + name + " must be the ARN of one in ACM: " + certificateArn);
    }

    String certificateRegion() {
      return Placement.regionOfArn(certificateArn);
    }
  }

  /// How many batches dispatch works at once, of its three queues together, and how much of the
  /// account's concurrency is kept for it; empty leaves that to the account.
  record Concurrency(int batchesAtOnce, OptionalInt reserved) {
    static final int USUAL_BATCHES = 400;

    private static final int QUEUES = 3;

    /// Lambda wants two for a queue at least.
    private static final int LEAST_OF_A_QUEUE = 2;

    Concurrency {
      require(
          batchesAtOnce >= QUEUES * LEAST_OF_A_QUEUE && batchesAtOnce <= 1_000,
          "batchesAtOnce must be a number from "
              + QUEUES * LEAST_OF_A_QUEUE
              + " to 1000: "
              + batchesAtOnce);
      int atMost = reserved.orElse(batchesAtOnce);
      require(
          atMost >= batchesAtOnce,
          "reservedConcurrency must be at least "
              + batchesAtOnce
              + ", what the three queues use at most, since throttled messages wait 21 minutes: "
              + atMost);
    }

    /// A quarter: each queue has its own, so that reports are recorded whatever receivers do.
    int ofArrivals() {
      return Math.max(LEAST_OF_A_QUEUE, batchesAtOnce / 4);
    }

    /// A twentieth: jobs and looks at ended deliveries can wait.
    int ofBackgroundWork() {
      return Math.max(LEAST_OF_A_QUEUE, batchesAtOnce / 20);
    }

    /// The rest, each with one lane, which waits for its receiver most of the time.
    int ofDueAttempts() {
      return batchesAtOnce - ofArrivals() - ofBackgroundWork();
    }
  }

  /// The name of a stack, of a topic, of whatever is this environment's.
  String named(String what) {
    return "CdrWebhooks-" + environmentName + what;
  }

  /// The name of something that AWS names once for all regions of an account, such as all that
  /// belongs to CloudFront. The region in it keeps the same environment in another region apart.
  String namedWithRegion(String what) {
    return named(what) + "-" + Aws.REGION;
  }

  /// The namespace of this environment's metrics: another in the same account has its own.
  String metricsNamespace() {
    return "CdrWebhooks/" + environmentName;
  }

  /// The package of a function module, which must have been built.
  Path functionPackage(String module) {
    Path zip = builtModules.resolve(module).resolve("target").resolve(module + ".zip");
    require(Files.isRegularFile(zip), "Function package " + zip + " is missing: build it first");
    return zip;
  }

  /// The folder with the pages `console/` and `docs/`, which must have been built.
  Path consolePages() {
    Path pages = builtModules.resolve("console").resolve("target").resolve("classes");
    for (String page : List.of("console", "docs")) {
      require(
          Files.isRegularFile(pages.resolve(page).resolve("index.html")),
          "The pages in " + pages.resolve(page) + " are missing: build the console first");
    }
    return pages;
  }

  /// Adds what every function that judges receivers is told of them.
  void putReceiverRules(Map<FunctionSetting, String> environment, List<String> ownBlocks) {
    environment.put(
        FunctionSetting.HTTP_RECEIVERS_ALLOWED, Boolean.toString(receivers.httpAllowed()));
    List<String> refused =
        Stream.concat(receivers.refusedAddressBlocks().stream(), ownBlocks.stream()).toList();
    if (!refused.isEmpty()) {
      environment.put(FunctionSetting.REFUSED_ADDRESS_BLOCKS, String.join(",", refused));
    }
  }

  static void require(boolean asItMustBe, String otherwise) {
    if (!asItMustBe) {
      throw new UnusableSettingsException(otherwise);
    }
  }
}
