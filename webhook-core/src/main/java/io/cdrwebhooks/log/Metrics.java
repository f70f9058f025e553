package io.cdrwebhooks.log;

import io.cdrwebhooks.json.Json;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Counts what happened, and writes the counts as one line in CloudWatch's embedded metric format.
///
/// There are no dimensions: one per configuration would cost more than everything else. Safe for
/// several threads. Source: CloudWatch User Guide, "Specification: Embedded metric format".
public final class Metrics {
  /// The namespace of all metrics where a deployment gives none of its own.
  public static final String NAMESPACE = "CdrWebhooks";

  private final String namespace;
  private final InstantSource clock;
  private final Consumer<String> sink;
  private final Map<Metric, Long> values = new TreeMap<>();

  /// `sink` takes one line, without a line end.
  public Metrics(InstantSource clock, Consumer<String> sink) {
    this(NAMESPACE, clock, sink);
  }

  /// Under another namespace: the metrics of two deployments in one account must not mix.
  public Metrics(String namespace, InstantSource clock, Consumer<String> sink) {
    this.namespace = namespace;
    this.clock = clock;
    this.sink = sink;
  }

  /// To standard output, where Lambda takes its log from.
  public static Metrics toStandardOutput(String namespace) {
    return new Metrics(namespace, InstantSource.system(), System.out::println);
  }

  /// One more of it.
  public void count(Metric metric) {
    add(metric, 1);
  }

  /// That many more of it.
  public synchronized void add(Metric metric, long amount) {
    values.merge(metric, amount, Long::sum);
  }

  /// Writes what was counted since the last time; nothing if nothing was.
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
