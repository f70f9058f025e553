package io.cdrwebhooks.bench;

import java.util.Locale;

/// The most that a figure may come to, in the figure's unit.
public record Target(double atMost) {
  public static Target atMost(double bound) {
    return new Target(bound);
  }

  boolean isMetBy(double value) {
    return value <= atMost;
  }

  @Override
  public String toString() {
    return "<= " + Figure.number(atMost).toLowerCase(Locale.ROOT);
  }
}
