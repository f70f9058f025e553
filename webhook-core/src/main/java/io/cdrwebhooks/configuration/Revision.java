package io.cdrwebhooks.configuration;

/// The number of writes of a stored record, counted from 1. The API returns it as the `ETag`.
public record Revision(long number) {
  public static final Revision FIRST = new Revision(1);

  public Revision {
    if (number < 1) {
      throw new IllegalArgumentException("revision must be at least 1: " + number);
    }
  }

  public Revision next() {
    return new Revision(number + 1);
  }
}
