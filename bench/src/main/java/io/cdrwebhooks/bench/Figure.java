package io.cdrwebhooks.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One line of the table: what was measured, once per run, and what it should be.
///
/// `unit` is text to print behind the number, such as `ms` or `x hello world`. `runs` are in the
/// order they were made; there is at least one.
public record Figure(String name, String unit, List<Double> runs, Optional<Target> target) {
  public Figure {
    runs = List.copyOf(runs);
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured: " + name);
    }
  }

  /// A figure without a target, which others are read against.
  public static Figure of(String name, String unit, List<Double> runs) {
    return new Figure(name, unit, runs, Optional.empty());
  }

  /// A figure that is to reach something.
  public static Figure of(String name, String unit, List<Double> runs, Target target) {
    return new Figure(name, unit, runs, Optional.of(target));
  }

  /// Run by run one through the other, which the same run measured.
  public static List<Double> ratios(List<Double> these, List<Double> those) {
    if (these.size() != those.size()) {
      throw new IllegalArgumentException(
          these.size() + " runs cannot be held against " + those.size());
    }
    Double[] ratios = new Double[these.size()];
    Arrays.setAll(ratios, i -> these.get(i) / those.get(i));
    return List.of(ratios);
  }

  /// Of an even number of runs, the mean of the two in the middle.
  public double median() {
    double[] sorted = sorted();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  public double lowest() {
    return sorted()[0];
  }

  public double highest() {
    return sorted()[runs.size() - 1];
  }

  /// Empty where there is no target.
  public Optional<Boolean> isMet() {
    return target.map(wanted -> wanted.isMetBy(median()));
  }

  private double[] sorted() {
    return runs.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  /// Three digits that count, or all before the point.
  static String number(double value) {
    double size = Math.abs(value);
    if (size >= 100 || value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", value);
  }
}
