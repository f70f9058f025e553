package io.cdrwebhooks.bench;

import java.util.Locale;

/// What a figure is to reach, in the figure's unit.
public record Target(Direction direction, double bound) {
  /// On which side of the bound it is well.
  public enum Direction {
    AT_MOST,
    AT_LEAST
  }

  public static Target atMost(double bound) {
    return new Target(Direction.AT_MOST, bound);
  }

  public static Target atLeast(double bound) {
    return new Target(Direction.AT_LEAST, bound);
  }

  boolean isMetBy(double value) {
    return switch (direction) {
      case AT_MOST -> value <= bound;
      case AT_LEAST -> value >= bound;
    };
  }

  @Override
  public String toString() {
    String sign =
        switch (direction) {
          case AT_MOST -> "<= ";
          case AT_LEAST -> ">= ";
        };
    return sign + Figure.number(bound).toLowerCase(Locale.ROOT);
  }
}
