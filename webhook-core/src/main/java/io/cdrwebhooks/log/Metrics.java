package io.cdrwebhooks.log;

import io.cdrwebhooks.json.Json;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Counts events, and writes the counts as one line in CloudWatch's embedded metric format.
///
/// The metrics have no dimensions: one per configuration would cost more than the rest of the
/// system. Thread-safe. Source: CloudWatch User Guide, "Specification: Embedded metric format".
public final class Metrics {
  /// The namespace of a deployment that sets none.
  public static final String NAMESPACE = "CdrWebhooks";

  private final String namespace;
  private final InstantSource clock;
  private final Consumer<String> sink;
  private final Map<Metric, Long> values = new TreeMap<>();

  /// `sink` takes one line, without a line end.
  public Metrics(InstantSource clock, Consumer<String> sink) {
    this(NAMESPACE, clock, sink);
  }

  /// Uses another namespace, so that two deployments in one account do not mix their metrics.
  public Metrics(String namespace, InstantSource clock, Consumer<String> sink) {
    this.namespace = namespace;
    this.clock = clock;
    this.sink = sink;
  }

  /// Writes to standard output, which Lambda collects.
  public static Metrics toStandardOutput(String namespace) {
    return new Metrics(namespace, InstantSource.system(), System.out::println);
  }

  /// Adds one.
  public void count(Metric metric) {
    add(metric, 1);
  }

  /// Adds `amount`.
  public synchronized void add(Metric metric, long amount) {
    values.merge(metric, amount, Long::sum);
  }

  /// Writes the counts since the last flush; writes nothing if there are none.
  public void flush() {
    Map<Metric, Long> counted = taken();
    if (!counted.isEmpty()) {
      sink.accept(line(counted));
    }
  }

  private synchronized Map<Metric, Long> taken() {
    Map<Metric, Long> counted = new TreeMap<>(values);
    values.clear();
    return counted;
  }

  private String line(Map<Metric, Long> counted) {
    List<?> metrics =
        counted.keySet().stream()
            .map(metric -> Json.object("Name", metric.title(), "Unit", metric.unit()))
            .toList();
    Map<String, Object> directive =
        Json.object("Namespace", namespace, "Dimensions", List.of(List.of()), "Metrics", metrics);
    Map<String, Object> line =
        Json.object(
            "_aws",
            Json.object("Timestamp", clock.millis(), "CloudWatchMetrics", List.of(directive)));
    counted.forEach((metric, value) -> line.put(metric.title(), value));
    return Json.write(line);
  }
}
