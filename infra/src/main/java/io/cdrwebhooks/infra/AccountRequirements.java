package io.cdrwebhooks.infra;

import io.cdrwebhooks.infra.DeploymentSettings.Domain;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What an environment's settings need an AWS account to have, which only the account can tell.
///
/// `region` is the one that zones and ARNs in the settings are of, if any. `availabilityZones` is
/// empty where the region's first `zones` are taken; `certificates` has the ARN for each domain
/// name.
public record AccountRequirements(
    String environmentName,
    Optional<String> region,
    int zones,
    List<String> availabilityZones,
    Map<String, String> certificates,
    Optional<String> existingBucket,
    int batchesAtOnce,
    OptionalInt reservedConcurrency) {

  public AccountRequirements {
    availabilityZones = List.copyOf(availabilityZones);
    certificates = Map.copyOf(certificates);
  }

  /// Those of a settings file.
  ///
  /// @throws UnusableSettingsException if the file is not as it must be
  public static AccountRequirements of(Path settingsFile) {
    DeploymentSettings settings = SettingsFile.read(settingsFile, Path.of("."));
    return new AccountRequirements(
        settings.environmentName(),
        Placement.region(settings.receivers(), settings.reports(), settings.domains()),
        settings.receivers().fixedEgressZones(),
        settings.receivers().availabilityZones(),
        Stream.of(settings.domains().api(), settings.domains().console())
            .flatMap(Optional::stream)
            .collect(Collectors.toMap(Domain::name, Domain::certificateArn)),
        switch (settings.reports()) {
          case DeploymentSettings.Reports.InOwnBucket _ -> Optional.empty();
          case DeploymentSettings.Reports.InExistingBucket(String name, _) -> Optional.of(name);
        },
        settings.concurrency().batchesAtOnce(),
        settings.concurrency().reserved());
  }
}
