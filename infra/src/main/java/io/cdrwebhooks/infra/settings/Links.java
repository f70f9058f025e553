package io.cdrwebhooks.infra.settings;

import static io.cdrwebhooks.infra.settings.UnusableSettingsException.require;

import java.util.OptionalInt;

/// The limits of requests for download links. The API answers `perSecond` of them, and twice as
/// many at once; it answers the others with 429. `reserved` is the part of the account's
/// concurrency that is reserved for their function, which never exceeds it; empty reserves none.
/// `perAddress` limits the requests of one address in five minutes, if a distribution is in front
/// of the links.
public record Links(int perSecond, OptionalInt reserved, int perAddress) {
  /// The default for each address in five minutes: a receiver that works through a backlog requests
  /// some 200 links a second.
  static final int USUAL_PER_ADDRESS = 60_000;

  public static final Links USUAL = new Links(1_000, OptionalInt.empty(), USUAL_PER_ADDRESS);

  /// The lowest rate that AWS WAF accepts.
  private static final int MIN_PER_ADDRESS = 10;

  private static final int MAX_PER_ADDRESS = 2_000_000_000;

  public Links {
    require(
        perSecond >= 1 && perSecond <= 10_000,
        "linksPerSecond must be a number from 1 to 10000: " + perSecond);
    require(
        perAddress >= MIN_PER_ADDRESS && perAddress <= MAX_PER_ADDRESS,
        "linksPerAddress must be a number from %d to %d: %d"
            .formatted(MIN_PER_ADDRESS, MAX_PER_ADDRESS, perAddress));
    int least = atOnce(perSecond);
    require(
        reserved.orElse(least) >= least,
        "linksReservedConcurrency must be at least "
            + least
            + ", a tenth of linksPerSecond, since a link takes 0.1 s: "
            + reserved.orElse(least));
  }

  private static int atOnce(int perSecond) {
    return Math.max(1, perSecond / 10);
  }

  /// Returns how many calls of their function run at once while `perSecond` are answered.
  public int atOnce() {
    return atOnce(perSecond);
  }

  static Links read(SettingsFile file, Domains domains) {
    OptionalInt perAddress = file.optionalNumber("linksPerAddress");
    require(
        perAddress.isEmpty() || domains.links().isPresent(),
        "linksPerAddress needs a linksDomainName");
    return new Links(
        file.optionalNumber("linksPerSecond").orElse(USUAL.perSecond()),
        file.optionalNumber("linksReservedConcurrency"),
        perAddress.orElse(USUAL.perAddress()));
  }
}
