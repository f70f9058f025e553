package io.cdrwebhooks.deployment;

import io.cdrwebhooks.infra.settings.UnusableSettingsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.Filter;

/// Prints which account and region a command is about to change, and refuses settings that this
/// account can't fulfil, before anything is synthesised.
///
/// Ends with status 1 and one sentence for each error. A warning does not end it.
public final class Preflight {
  /// The concurrency that Lambda always keeps for functions that reserve none.
  private static final int UNRESERVED = 100;

  /// The settings that reserve concurrency for the functions which strangers can call.
  private static final String PUBLIC_SETTINGS =
      "linksReservedConcurrency, apiReservedConcurrency and receiverRequestsReservedConcurrency";

  private final Account account;
  private final AccountRequirements needs;
  private final List<String> mistakes = new ArrayList<>();

  private Preflight(Account account, AccountRequirements needs) {
    this.account = account;
    this.needs = needs;
  }

  /// Argument: the settings file of the environment; none where there is no environment yet.
  public static void main(String[] arguments) {
    try {
      Optional<AccountRequirements> needs =
          Stream.of(arguments).findFirst().map(Path::of).map(AccountRequirements::of);
      Account account = new Account();
      System.out.println(
          "Account %s, region %s%s"
              .formatted(
                  account.id(),
                  account.region(),
                  needs.map(of -> ", environment " + of.environmentName()).orElse("")));
      needs
          .flatMap(of -> of.warning(concurrency(account)))
          .ifPresent(warning -> System.err.println("Warning: " + warning));
      List<String> mistakes = needs.map(of -> mistakes(account, of)).orElse(List.of());
      mistakes.forEach(System.err::println);
      System.exit(mistakes.isEmpty() ? 0 : 1);
    } catch (UnusableSettingsException | TrialFailure e) {
      stop(String.valueOf(e.getMessage()));
    } catch (SdkException e) {
      stop("AWS refuses to list the resources of this account: " + e.getMessage());
    }
  }

  /// Returns a sentence for each setting that the account can't fulfil.
  static List<String> mistakes(Account account, AccountRequirements needs) {
    Preflight preflight = new Preflight(account, needs);
    preflight.checkRegion();
    preflight.checkZones();
    preflight.needs.certificates().forEach(preflight::checkCertificate);
    preflight.needs.existingBucket().ifPresent(preflight::checkBucket);
    preflight.checkConcurrency();
    return List.copyOf(preflight.mistakes);
  }

  private void checkRegion() {
    Optional<String> meant = needs.region().filter(region -> !region.equals(account.region().id()));
    meant.ifPresent(
        region ->
            mistakes.add(
                "The settings name zones or ARNs of %s, but the region is %s"
                    .formatted(region, account.region())));
  }

  private void checkZones() {
    if (needs.zones() == 0) {
      return;
    }
    Set<String> zones =
        account
            .ec2()
            .describeAvailabilityZones(
                ask ->
                    ask.filters(
                        Filter.builder().name("zone-type").values("availability-zone").build(),
                        Filter.builder().name("state").values("available").build()))
            .availabilityZones()
            .stream()
            .map(AvailabilityZone::zoneName)
            .collect(Collectors.toSet());
    if (zones.size() < needs.zones()) {
      mistakes.add(
          "fixedEgressZones is %d, but %s has %d availability zones"
              .formatted(needs.zones(), account.region(), zones.size()));
    }
    for (String zone : needs.availabilityZones()) {
      if (!zones.contains(zone)) {
        mistakes.add(
            "availabilityZones names %s, which is not a zone of %s that this account may use"
                .formatted(zone, account.region()));
      }
    }
  }

  private void checkCertificate(String domain, String arn) {
    String[] parts = arn.split(":", -1);
    if (!parts[4].equals(account.id())) {
      mistakes.add(
          "The certificate of %s is in account %s, not in this one".formatted(domain, parts[4]));
      return;
    }
    try {
      CertificateDetail found =
          account
              .acm(Region.of(parts[3]))
              .describeCertificate(ask -> ask.certificateArn(arn))
              .certificate();
      if (found.status() != CertificateStatus.ISSUED) {
        mistakes.add(
            "The certificate of %s is %s, not ISSUED: %s"
                .formatted(domain, found.statusAsString(), arn));
      }
      String anyOther = "*." + domain.substring(domain.indexOf('.') + 1);
      if (Stream.concat(Stream.of(found.domainName()), found.subjectAlternativeNames().stream())
          .noneMatch(name -> name.equals(domain) || name.equals(anyOther))) {
        mistakes.add("The certificate %s is not for %s".formatted(arn, domain));
      }
    } catch (AwsServiceException e) {
      mistakes.add("The certificate of %s can't be read: %s".formatted(domain, arn));
    }
  }

  private void checkBucket(String bucket) {
    try {
      boolean notifies =
          account
                  .s3()
                  .getBucketNotificationConfiguration(ask -> ask.bucket(bucket))
                  .eventBridgeConfiguration()
              != null;
      if (!notifies) {
        mistakes.add(
            ("existingReportBucket %s sends no events to EventBridge: its owner turns on Amazon"
                    + " EventBridge in its properties")
                .formatted(bucket));
      }
    } catch (AwsServiceException e) {
      mistakes.add(
          "existingReportBucket %s can't be read: %s"
              .formatted(bucket, e.awsErrorDetails().errorMessage()));
    }
  }

  private static int concurrency(Account account) {
    return account.lambda().getAccountSettings().accountLimit().concurrentExecutions();
  }

  private void checkConcurrency() {
    int limit = concurrency(account);
    int ofPublic = needs.publicReservedConcurrency();
    if (needs.batchesAtOnce() >= limit - ofPublic) {
      mistakes.add(
          ("batchesAtOnce is %d, but this account runs %d functions at once, of which %s take %d:"
                  + " ask for more (Service Quotas, AWS Lambda, Concurrent executions), or set a"
                  + " lower number")
              .formatted(needs.batchesAtOnce(), limit, PUBLIC_SETTINGS, ofPublic));
    }
    int reserved = needs.reservedConcurrency().orElse(0) + ofPublic;
    if (reserved > Math.max(0, limit - UNRESERVED)) {
      mistakes.add(
          ("reservedConcurrency, %s are %d together, but this account runs %d functions at once, of"
                  + " which Lambda lets %d be reserved")
              .formatted(PUBLIC_SETTINGS, reserved, limit, Math.max(0, limit - UNRESERVED)));
    }
  }

  private static void stop(String reason) {
    System.err.println(reason);
    System.exit(1);
  }
}
