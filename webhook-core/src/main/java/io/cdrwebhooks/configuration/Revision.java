package io.cdrwebhooks.configuration;

/// Counts the writes of one stored record, from 1; the API shows it as the `ETag`.
public record Revision(long number) {
  public static final Revision FIRST = new Revision(1);

  public Revision {
    if (number < 1) {
      throw new IllegalArgumentException("revisions count from 1, not " + number);
    }
  }

  public Revision next() {
    return new Revision(number + 1);
  }
}
