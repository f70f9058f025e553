package io.cdrwebhooks.infra.settings;

import static io.cdrwebhooks.infra.settings.UnusableSettingsException.require;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Checks that all settings refer to the same region and account. The operator's credentials choose
/// these, so a settings file only shows whether its zones and ARNs agree.
final class Placement {
  private Placement() {}

  static void requireZones(List<String> zones, int wanted) {
    String given = ": " + String.join(",", zones);
    require(
        zones.stream().allMatch(zone -> NameRules.ZONE.matcher(zone).matches()),
        "availabilityZones must be names of zones such as eu-central-1a" + given);
    require(
        zones.size() == wanted && Set.copyOf(zones).size() == wanted,
        "availabilityZones must be as many different zones as fixedEgressZones says, "
            + wanted
            + given);
    require(
        zones.stream().map(Placement::regionOfZone).distinct().count() == 1,
        "availabilityZones must be in one region" + given);
  }

  static void requireOneRegion(Map<String, String> bySetting) {
    requireSame("region", bySetting);
  }

  /// Returns the regions of the settings whose value names one.
  static Map<String, String> regions(
      ReceiverSettings receivers,
      ReportStorage reports,
      Domains domains,
      Optional<String> signaturesKeyArn) {
    Map<String, String> regions = new TreeMap<>();
    receivers.availabilityZones().stream()
        .findFirst()
        .ifPresent(zone -> regions.put("availabilityZones", regionOfZone(zone)));
    domains
        .api()
        .map(Domain::certificateArn)
        .ifPresent(arn -> regions.put("apiCertificateArn", regionOfArn(arn)));
    if (reports instanceof ReportStorage.InExistingBucket existing) {
      existing
          .keyArn()
          .ifPresent(arn -> regions.put("existingReportBucketKeyArn", regionOfArn(arn)));
    }
    signaturesKeyArn.ifPresent(arn -> regions.put("signaturesKeyArn", regionOfArn(arn)));
    return regions;
  }

  /// API Gateway and CloudFront accept only certificates of the account that they are in.
  static void requireOneAccount(List<Domain> domains) {
    Map<String, String> accounts = new TreeMap<>();
    domains.forEach(
        domain ->
            accounts.put(
                "the certificate of " + domain.name(), accountOfArn(domain.certificateArn())));
    requireSame("account", accounts);
  }

  private static void requireSame(String what, Map<String, String> bySetting) {
    require(
        Set.copyOf(bySetting.values()).size() <= 1,
        "These settings must all be of the deployment's " + what + ": " + bySetting);
  }

  static String regionOfArn(String arn) {
    return arn.split(":", -1)[3];
  }

  private static String accountOfArn(String arn) {
    return arn.split(":", -1)[4];
  }

  private static String regionOfZone(String zone) {
    return zone.substring(0, zone.length() - 1);
  }
}
