package io.cdrwebhooks.bench.measure;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// One line of the table: what was measured, once per run, and the most that its median should be.
///
/// `unit` is text to print behind the number, such as `ms` or `x hello world`. `runs` are in the
/// order they were made; there is at least one. `target` is null for a figure without one.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Figure(String name, String unit, List<Double> runs, @Nullable Double target) {
  public Figure {
    runs = List.copyOf(runs);
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured: " + name);
    }
  }

  /// A figure without a target.
  public static Figure of(String name, String unit, List<Double> runs) {
    return new Figure(name, unit, runs, null);
  }

  /// The same of each run.
  public static <R> Figure of(String name, String unit, List<R> runs, ToDoubleFunction<R> value) {
    return of(name, unit, runs.stream().map(value::applyAsDouble).toList());
  }

  /// The same with a target.
  public Figure atMost(double bound) {
    return new Figure(name, unit, runs, bound);
  }

  /// The ratio of this figure and another one that the same runs measured.
  public Figure by(Figure other, String ratioUnit) {
    Double[] ratios = new Double[runs.size()];
    Arrays.setAll(ratios, i -> runs.get(i) / other.runs.get(i));
    return of(name, ratioUnit, List.of(ratios));
  }

  /// Of an even number of runs, the mean of the two in the middle.
  @JsonProperty
  public double median() {
    double[] sorted = sorted();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private double[] sorted() {
    return runs.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  /// As a line of the table, its name padded to a width.
  public String line(int width) {
    double[] sorted = sorted();
    String spread = number(sorted[0]) + " - " + number(sorted[sorted.length - 1]);
    String bound = target == null ? "" : "<= " + number(target);
    String verdict = target == null ? "" : median() <= target ? "pass" : "FALLS SHORT";
    return ("  %-" + width + "s  %9s %-14s %17s  x%-3d %-10s %s")
        .formatted(name, number(median()), unit, spread, runs.size(), bound, verdict)
        .stripTrailing();
  }

  /// Three digits that count, or all before the point.
  private static String number(double value) {
    double size = Math.abs(value);
    if (size >= 100 || value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", value);
  }
}
