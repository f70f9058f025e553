package io.cdrwebhooks.terms;

/// The version of the announcements that a receiver gets.
public enum PayloadVersion {
  /// The ten properties that receivers in the field depend on.
  ONE(1),

  /// The same ten, followed by others about the delivery, the attempt and the file.
  TWO(2);

  /// The version if a configuration chooses none.
  public static final PayloadVersion STANDARD = ONE;

  private final int number;

  PayloadVersion(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /// Returns the version with this number.
  public static PayloadVersion of(long number) {
    for (PayloadVersion version : values()) {
      if (version.number == number) {
        return version;
      }
    }
    throw new IllegalArgumentException("payload version must be 1 or 2: " + number);
  }
}
