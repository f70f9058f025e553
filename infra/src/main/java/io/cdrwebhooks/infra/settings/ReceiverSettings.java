package io.cdrwebhooks.infra.settings;

import static io.cdrwebhooks.infra.settings.UnusableSettingsException.require;

import io.cdrwebhooks.receiver.AddressBlock;
import io.cdrwebhooks.receiver.ReceiverRules;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// The settings that decide which receivers may get webhooks, and from which addresses.
///
/// `refusedAddressBlocks`, in CIDR notation, are refused in addition to those that are always
/// refused. `fixedEgressZones` is the number of availability zones whose requests leave from a
/// fixed address. With 0, which is cheaper, requests leave from changing addresses of AWS.
/// `availabilityZones` names these zones; empty means the region's first ones. `egressCanary` is
/// the address that distinguishes a broken egress from an unreachable receiver; empty means AWS STS
/// in the deployment's region. `allowedHosts` are the only hosts that may receive webhooks
/// ([ReceiverRules]); empty means every public one. `keepSuccessfulAnswers` stores the bodies of
/// 2xx answers, too.
public record ReceiverSettings(
    boolean httpAllowed,
    List<String> refusedAddressBlocks,
    int fixedEgressZones,
    List<String> availabilityZones,
    Optional<URI> egressCanary,
    List<String> allowedHosts,
    boolean keepSuccessfulAnswers) {
  private static final int MAX_ZONES = 3;

  // The other settings of a function take up to half of the 4 KB that Lambda allows.
  private static final int MAX_CHARACTERS_OF_LISTS = 2_000;

  public ReceiverSettings {
    egressCanary.ifPresent(
        canary ->
            require(
                "https".equals(canary.getScheme()) && canary.getHost() != null,
                "egressCanary must be an https address: " + canary));
    refusedAddressBlocks = List.copyOf(refusedAddressBlocks);
    refusedAddressBlocks.forEach(ReceiverSettings::requireBlock);
    allowedHosts = List.copyOf(allowedHosts);
    requireHosts(allowedHosts);
    int characters =
        String.join(",", refusedAddressBlocks).length() + String.join(",", allowedHosts).length();
    require(
        characters <= MAX_CHARACTERS_OF_LISTS,
        "refusedAddressBlocks and allowedReceiverHosts must be at most "
            + MAX_CHARACTERS_OF_LISTS
            + " characters, since Lambda allows 4 KB for all settings of a function: "
            + characters);
    require(
        fixedEgressZones >= 0 && fixedEgressZones <= MAX_ZONES,
        "fixedEgressZones must be a number from 0 to " + MAX_ZONES + ": " + fixedEgressZones);
    availabilityZones = List.copyOf(availabilityZones);
    if (!availabilityZones.isEmpty()) {
      Placement.requireZones(availabilityZones, fixedEgressZones);
    }
  }

  static ReceiverSettings read(SettingsFile file) {
    return new ReceiverSettings(
        file.trueOrFalse("httpReceiversAllowed"),
        file.list("refusedAddressBlocks"),
        file.number("fixedEgressZones"),
        file.list("availabilityZones"),
        file.optional("egressCanary").map(value -> SettingsFile.address("egressCanary", value)),
        file.list("allowedReceiverHosts"),
        file.isTrue("keepSuccessfulAnswers"));
  }

  /// Parses a block as the functions do: an invalid one would prevent their start.
  private static void requireBlock(String block) {
    try {
      AddressBlock.of(block);
    } catch (IllegalArgumentException e) {
      throw new UnusableSettingsException("refusedAddressBlocks: " + e.getMessage(), e);
    }
  }

  /// Checks hosts as the functions do.
  private static void requireHosts(List<String> hosts) {
    try {
      var _ = new ReceiverRules(false, false, List.of(), hosts);
    } catch (IllegalArgumentException e) {
      throw new UnusableSettingsException("allowedReceiverHosts: " + e.getMessage(), e);
    }
  }
}
