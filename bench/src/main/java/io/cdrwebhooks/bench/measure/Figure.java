package io.cdrwebhooks.bench.measure;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// One line of the table: a value that was measured once per run, and the target for its median.
///
/// `unit` is the text after the number, such as `ms` or `x hello world`. `runs` are in the order in
/// which they were made; there is at least one. `most` is the highest allowed median and `least`
/// the lowest; both may be null.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Figure(
    String name, String unit, List<Double> runs, @Nullable Double most, @Nullable Double least) {
  public Figure {
    runs = List.copyOf(runs);
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("runs must not be empty: " + name);
    }
  }

  /// Returns a figure without a target.
  public static Figure of(String name, String unit, List<Double> runs) {
    return new Figure(name, unit, runs, null, null);
  }

  /// Returns a figure of one value from each run.
  public static <R> Figure of(String name, String unit, List<R> runs, ToDoubleFunction<R> value) {
    return of(name, unit, runs.stream().map(value::applyAsDouble).toList());
  }

  /// Returns this figure with a target: its median must be at most `bound`.
  public Figure atMost(double bound) {
    return new Figure(name, unit, runs, bound, least);
  }

  /// Returns this figure with a target: its median must be at least `bound`.
  public Figure atLeast(double bound) {
    return new Figure(name, unit, runs, most, bound);
  }

  /// Returns the ratio of this figure to another one from the same runs, without a target.
  public Figure by(Figure other, String ratioUnit) {
    List<Double> ratios = new ArrayList<>();
    for (int run = 0; run < runs.size(); run++) {
      ratios.add(runs.get(run) / other.runs.get(run));
    }
    return of(name, ratioUnit, ratios);
  }

  /// Returns the median; for an even number of runs, the mean of the two in the middle.
  @JsonProperty
  public double median() {
    List<Double> sorted = runs.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return (sorted.get(middle) + sorted.get((sorted.size() - 1) / 2)) / 2;
  }

  /// Returns a percentile of sorted values by nearest rank; `part` is 0.99 for the p99.
  public static double rank(double[] sorted, double part) {
    return sorted[(int) Math.ceil(part * sorted.length) - 1];
  }

  /// Returns the line of the table, with the name padded to `width`.
  public String line(int width) {
    String spread = number(Collections.min(runs)) + " - " + number(Collections.max(runs));
    return ("  %-" + width + "s  %9s %-14s %17s  x%-3d %-10s %s")
        .formatted(name, number(median()), unit, spread, runs.size(), bound(), verdict())
        .stripTrailing();
  }

  private String bound() {
    if (most != null) {
      return "<= " + number(most);
    }
    return least == null ? "" : ">= " + number(least);
  }

  private String verdict() {
    if (most == null && least == null) {
      return "";
    }
    boolean met = (most == null || median() <= most) && (least == null || median() >= least);
    return met ? "pass" : "FALLS SHORT";
  }

  /// Returns the number as text: two decimals below 10, one below 100, otherwise none. A whole
  /// number has none.
  private static String number(double value) {
    double size = Math.abs(value);
    if (size >= 100 || value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", value);
  }
}
