package io.cdrwebhooks.infra.settings;

import io.cdrwebhooks.configapi.Deployment.Scopes;
import io.cdrwebhooks.delivery.RetrySchedule;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.receiver.AddressBlock;
import io.cdrwebhooks.work.BulkJob;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.services.lambda.SystemLogLevel;
import software.amazon.awscdk.services.logs.RetentionDays;

/// All the settings that differ between deployments.
///
/// `warmWritesPerSecond` is what the busiest tables and each of their indexes take from the start;
/// empty leaves that to DynamoDB. `builtModules` is the folder with each function's package at
/// `<module>/target/<module>.zip`, and with the console's pages at `console/target/classes`.
public record DeploymentSettings(
    String environmentName,
    Tokens tokens,
    Receivers receivers,
    Reports reports,
    Operators operators,
    Domains domains,
    Concurrency concurrency,
    Links links,
    OptionalInt warmWritesPerSecond,
    Path builtModules) {

  private static final Pattern ENVIRONMENT_NAME =
      Pattern.compile("[a-z](?:[a-z0-9-]{0,18}[a-z0-9])?");
  private static final Pattern RESERVED_WORD = Pattern.compile("aws|amazon|cognito");

  /// What DynamoDB gives each new table, and what an account allows a table by default.
  private static final int LEAST_WARM_WRITES = 4_000;

  private static final int MOST_WARM_WRITES = 40_000;

  public DeploymentSettings {
    require(
        ENVIRONMENT_NAME.matcher(environmentName).matches(),
        "environmentName must be 1 to 20 lower-case letters, digits or hyphens, begin with a letter"
            + " and not end with a hyphen: "
            + environmentName);
    // Also checked if there is an issuer: an environment keeps its name, and may drop its issuer
    // later.
    require(
        !RESERVED_WORD.matcher(environmentName).find(),
        "environmentName must not contain aws, amazon or cognito, which Cognito refuses in the"
            + " address of a sign-in page: "
            + environmentName);
    Placement.requireOneRegion(receivers, reports, domains);
    int warm = warmWritesPerSecond.orElse(LEAST_WARM_WRITES);
    require(
        warm >= LEAST_WARM_WRITES && warm <= MOST_WARM_WRITES,
        "warmWritesPerSecond must be a number from %d to %d: %d"
            .formatted(LEAST_WARM_WRITES, MOST_WARM_WRITES, warm));
    builtModules = builtModules.toAbsolutePath().normalize();
  }

  /// The issuer whose tokens the API accepts.
  public sealed interface Tokens {
    /// An existing issuer. `issuer` must equal the tokens' issuer exactly, including a trailing
    /// slash. `consoleClientId` is the issuer's client id of the console, if people may sign in
    /// there. `consoleSignInOrigins` are the origins from which it gets tokens, apart from the
    /// issuer's.
    record OfIssuer(
        URI issuer,
        List<String> audience,
        Scopes scopes,
        Optional<String> consoleClientId,
        List<String> consoleSignInOrigins)
        implements Tokens {
      // A form that is safe in a Content-Security-Policy.
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
        consoleSignInOrigins = List.copyOf(consoleSignInOrigins);
        require(
            consoleSignInOrigins.stream().allMatch(origin -> ORIGIN.matcher(origin).matches()),
            "consoleSignInOrigins must be https origins without a path, separated by commas: "
                + String.join(",", consoleSignInOrigins));
      }
    }

    /// A user pool that the deployment creates, for environments without an issuer.
    record OfOwnUserPool() implements Tokens {}
  }

  /// The requirements for receivers, and the addresses that they see. `refusedAddressBlocks`, in
  /// CIDR notation, are refused in addition to those that are always refused. `fixedEgressZones` is
  /// the number of availability zones whose requests leave from a fixed address. 0 is the cheap
  /// variant with changing addresses of AWS. `availabilityZones` names these zones; empty means the
  /// region's first ones. `egressCanary` is the address that tells a broken egress from an
  /// unreachable receiver; empty means AWS STS in the deployment's region.
  public record Receivers(
      boolean httpAllowed,
      List<String> refusedAddressBlocks,
      int fixedEgressZones,
      List<String> availabilityZones,
      Optional<URI> egressCanary) {
    private static final int MOST_ZONES = 3;

    // The other settings of a function take up to half of the 4 KB that Lambda allows.
    private static final int MOST_CHARACTERS_OF_BLOCKS = 2_000;

    public Receivers {
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
          fixedEgressZones >= 0 && fixedEgressZones <= MOST_ZONES,
          "fixedEgressZones must be a number from 0 to " + MOST_ZONES + ": " + fixedEgressZones);
      availabilityZones = List.copyOf(availabilityZones);
      if (!availabilityZones.isEmpty()) {
        Placement.requireZones(availabilityZones, fixedEgressZones);
      }
    }

    /// Parses a block as the functions do: an invalid one would keep them from starting.
    private static void requireBlock(String block) {
      try {
        AddressBlock.of(block);
      } catch (IllegalArgumentException e) {
        throw new UnusableSettingsException("refusedAddressBlocks: " + e.getMessage(), e);
      }
    }
  }

  /// The bucket with the reports.
  public sealed interface Reports {
    /// A bucket that the deployment creates; it keeps reports for `keptDays`.
    record InOwnBucket(int keptDays) implements Reports {
      public static final int USUAL_DAYS = 90;

      /// A version that another upload has replaced is still announced, and its links still serve
      /// it.
      public static final int LEAST_DAYS =
          Math.toIntExact(
              RetrySchedule.STANDARD
                      .lastsAtMost()
                      .plus(DownloadLink.LIFE)
                      .plus(BulkJob.Task.Reconcile.LOOKS_BACK)
                      .toDays()
                  + 1);

      public InOwnBucket {
        require(
            keptDays >= LEAST_DAYS,
            "reportsKeptDays must be at least "
                + LEAST_DAYS
                + ", since attempts, their links and reconciliation need a report that long: "
                + keptDays);
      }
    }

    /// An existing bucket in the same account and region. Its owner makes it send events to
    /// EventBridge, and manages its life cycle. `keyArn` is the KMS key that encrypts it, if any.
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

  /// The mail, logs and traces for operators. Without a monthly budget, no notice of costs is sent.
  public record Operators(
      String alarmEmail,
      OptionalInt monthlyBudgetUsd,
      int logsKeptDays,
      SystemLogLevel systemLogLevel,
      boolean tracing) {
    public static final int USUAL_DAYS_OF_LOGS = 30;

    /// CloudWatch accepts only these numbers of days.
    private static final Map<Integer, RetentionDays> DAYS_OF_LOGS =
        new TreeMap<>(
            Map.of(
                1, RetentionDays.ONE_DAY,
                7, RetentionDays.ONE_WEEK,
                14, RetentionDays.TWO_WEEKS,
                30, RetentionDays.ONE_MONTH,
                60, RetentionDays.TWO_MONTHS,
                90, RetentionDays.THREE_MONTHS,
                180, RetentionDays.SIX_MONTHS,
                365, RetentionDays.ONE_YEAR));

    public Operators {
      require(
          NameRules.EMAIL.matcher(alarmEmail).matches(),
          "alarmEmail must be one plain address such as operators@example.com, of at most 254"
              + " characters: "
              + alarmEmail);
      int budget = monthlyBudgetUsd.orElse(1);
      require(budget > 0, "monthlyBudgetUsd must be a number above 0: " + budget);
      require(
          DAYS_OF_LOGS.containsKey(logsKeptDays),
          "logsKeptDays must be one of " + DAYS_OF_LOGS.keySet() + ": " + logsKeptDays);
    }

    public RetentionDays logsKept() {
      return Objects.requireNonNull(DAYS_OF_LOGS.get(logsKeptDays));
    }
  }

  /// Domain names that replace those of AWS; the owner of their zone points them here. `links` is
  /// the name of a distribution in front of the download links, if there is one.
  public record Domains(Optional<Domain> api, Optional<Domain> console, Optional<Domain> links) {
    public Domains {
      console.ifPresent(domain -> requireForCloudFront("console", domain));
      links.ifPresent(domain -> requireForCloudFront("links", domain));
      require(
          links.isEmpty() || api.isPresent(),
          "linksDomainName needs an apiDomainName, which the distribution asks");
      List<Domain> all = given(api, console, links);
      require(
          all.stream().map(Domain::name).distinct().count() == all.size(),
          "apiDomainName, consoleDomainName and linksDomainName must differ: "
              + String.join(", ", all.stream().map(Domain::name).toList()));
      Placement.requireOneAccount(all);
    }

    /// Returns the names that are given.
    public List<Domain> all() {
      return given(api, console, links);
    }

    private static List<Domain> given(
        Optional<Domain> api, Optional<Domain> console, Optional<Domain> links) {
      return Stream.of(api, console, links).flatMap(Optional::stream).toList();
    }

    private static void requireForCloudFront(String what, Domain domain) {
      require(
          domain.certificateRegion().equals("us-east-1"),
          what
              + "CertificateArn must be that of a certificate in us-east-1, the only region where"
              + " CloudFront looks for one: "
              + domain.certificateRegion());
    }
  }

  /// `certificateArn` is in the deployment's region, or for the console in us-east-1.
  public record Domain(String name, String certificateArn) {
    public Domain {
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

  /// The number of batches that dispatch handles at once, over its three queues. `reserved` is the
  /// part of the account's concurrency reserved for it, and `ofApi` that which the API has for
  /// itself and never exceeds; empty reserves none.
  public record Concurrency(int batchesAtOnce, OptionalInt reserved, OptionalInt ofApi) {
    static final int USUAL_BATCHES = 400;

    private static final int QUEUES = 3;

    /// The minimum that Lambda accepts for a queue.
    private static final int LEAST_OF_A_QUEUE = 2;

    /// 60 requests a second, each of 0.1 s, with some room.
    private static final int LEAST_OF_THE_API = 10;

    public Concurrency {
      require(
          ofApi.orElse(LEAST_OF_THE_API) >= LEAST_OF_THE_API,
          "apiReservedConcurrency must be at least %d, since the API takes 60 requests a second: %d"
              .formatted(LEAST_OF_THE_API, ofApi.orElse(0)));
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

    /// Returns the queue's share, a quarter. Each queue has a share, so that reports are recorded
    /// even while receivers are slow.
    public int ofArrivals() {
      return Math.max(LEAST_OF_A_QUEUE, batchesAtOnce / 4);
    }

    /// Returns the queue's share, a twentieth: jobs and checks of ended deliveries can wait.
    public int ofBackgroundWork() {
      return Math.max(LEAST_OF_A_QUEUE, batchesAtOnce / 20);
    }

    /// Returns the queue's share, the rest. Each batch works one lane, which waits for its receiver
    /// most of the time.
    public int ofDueAttempts() {
      return batchesAtOnce - ofArrivals() - ofBackgroundWork();
    }
  }

  /// How many requests for download links the API takes in a second, and twice as many at once; it
  /// answers the others 429. `reserved` is the part of the account's concurrency that their
  /// function has for itself, and never exceeds; empty reserves none. `perAddress` is how many one
  /// address may request in five minutes, if a distribution is in front of them.
  public record Links(int perSecond, OptionalInt reserved, int perAddress) {
    /// A receiver that works through a backlog requests some 200 a second.
    static final int USUAL_PER_ADDRESS = 60_000;

    public static final Links USUAL = new Links(1_000, OptionalInt.empty(), USUAL_PER_ADDRESS);

    /// What AWS WAF accepts as a rate.
    private static final int LEAST_PER_ADDRESS = 10;

    private static final int MOST_PER_ADDRESS = 2_000_000_000;

    public Links {
      require(
          perSecond >= 1 && perSecond <= 10_000,
          "linksPerSecond must be a number from 1 to 10000: " + perSecond);
      require(
          perAddress >= LEAST_PER_ADDRESS && perAddress <= MOST_PER_ADDRESS,
          "linksPerAddress must be a number from %d to %d: %d"
              .formatted(LEAST_PER_ADDRESS, MOST_PER_ADDRESS, perAddress));
      int least = Math.max(1, perSecond / 10);
      require(
          reserved.orElse(least) >= least,
          "linksReservedConcurrency must be at least "
              + least
              + ", a tenth of linksPerSecond, since a link takes 0.1 s: "
              + reserved.orElse(least));
    }
  }

  /// Returns the region of the zones and ARNs; empty if there are none.
  public Optional<String> region() {
    return Placement.regions(receivers, reports, domains).values().stream().findFirst();
  }

  /// Returns the name of what serves download links from us-east-1, where the same environment of
  /// another region may have one too. Only with a `links` domain, whose settings name the region.
  public String namedForLinks() {
    return named("-Links-" + region().orElseThrow());
  }

  /// Returns the name of a stack, topic or other resource of this environment.
  public String named(String what) {
    return "CdrWebhooks-" + environmentName + what;
  }

  /// Returns a name that must be unique over all regions of an account, as for CloudFront. The
  /// region in it separates this environment from the same one in another region.
  public String namedWithRegion(String what) {
    return named(what) + "-" + Aws.REGION;
  }

  /// Returns the namespace of this environment's metrics, which differs from others in the account.
  public String metricsNamespace() {
    return "CdrWebhooks/" + environmentName;
  }

  /// Returns the package of a function module, which must have been built.
  public Path functionPackage(String module) {
    Path zip = builtModules.resolve(module).resolve("target").resolve(module + ".zip");
    require(Files.isRegularFile(zip), "Function package " + zip + " is missing: build it first");
    return zip;
  }

  /// Returns the folder with the pages `console/` and `docs/`, which must have been built.
  public Path consolePages() {
    Path pages = builtModules.resolve("console").resolve("target").resolve("classes");
    for (String page : List.of("console", "docs")) {
      require(
          Files.isRegularFile(pages.resolve(page).resolve("index.html")),
          "The pages in " + pages.resolve(page) + " are missing: build the console first");
    }
    return pages;
  }

  static void require(boolean asItMustBe, String otherwise) {
    if (!asItMustBe) {
      throw new UnusableSettingsException(otherwise);
    }
  }
}
