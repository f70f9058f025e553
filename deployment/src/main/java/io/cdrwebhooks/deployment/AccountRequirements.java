package io.cdrwebhooks.deployment;

import io.cdrwebhooks.infra.settings.Concurrency;
import io.cdrwebhooks.infra.settings.DeploymentSettings;
import io.cdrwebhooks.infra.settings.Domain;
import io.cdrwebhooks.infra.settings.ReportStorage;
import io.cdrwebhooks.infra.settings.SettingsFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// The requirements of an environment's settings that only the AWS account can confirm.
///
/// `region` is the region of the zones and ARNs in the settings, if any. `availabilityZones` is
/// empty where the first `zones` of the region are used. `certificates` has the ARN for each domain
/// name. `publicReservedConcurrency` is reserved for the functions that strangers can call.
/// `linksAtOnce` is the concurrency that a flood of requests for links takes from the other
/// functions; 0 if it is reserved.
record AccountRequirements(
    String environmentName,
    Optional<String> region,
    int zones,
    List<String> availabilityZones,
    Map<String, String> certificates,
    Optional<String> existingBucket,
    int batchesAtOnce,
    OptionalInt reservedConcurrency,
    int publicReservedConcurrency,
    int linksAtOnce) {

  AccountRequirements {
    availabilityZones = List.copyOf(availabilityZones);
    certificates = Map.copyOf(certificates);
  }

  /// Reads the requirements from a settings file.
  ///
  /// @throws io.cdrwebhooks.infra.settings.UnusableSettingsException if the file is not valid
  static AccountRequirements of(Path settingsFile) {
    DeploymentSettings settings = SettingsFile.read(settingsFile, Path.of("."));
    Concurrency concurrency = settings.concurrency();
    return new AccountRequirements(
        settings.environmentName(),
        settings.region(),
        settings.receivers().fixedEgressZones(),
        settings.receivers().availabilityZones(),
        settings.domains().all().stream()
            .collect(Collectors.toMap(Domain::name, Domain::certificateArn)),
        switch (settings.reports()) {
          case ReportStorage.InOwnBucket _ -> Optional.empty();
          case ReportStorage.InExistingBucket existing -> Optional.of(existing.name());
        },
        concurrency.batchesAtOnce(),
        concurrency.reserved(),
        settings.links().reserved().orElse(0)
            + concurrency.ofApi().orElse(0)
            + concurrency.ofReceiverRequests().orElse(0),
        settings.links().reserved().isPresent() ? 0 : settings.links().atOnce());
  }

  /// Returns a sentence if strangers who request links can take calls from dispatch in an account
  /// that runs at most `limit` functions at once.
  Optional<String> warning(int limit) {
    return reservedConcurrency.isPresent()
            || batchesAtOnce + linksAtOnce + publicReservedConcurrency <= limit
        ? Optional.empty()
        : Optional.of(
            ("batchesAtOnce is %d, and linksPerSecond takes %d functions at once, but this account"
                    + " runs %d: a flood of requests for links can delay reports. Ask for more"
                    + " (Service Quotas, AWS Lambda, Concurrent executions), set"
                    + " linksReservedConcurrency, or lower linksPerSecond")
                .formatted(batchesAtOnce, linksAtOnce, limit));
  }
}
