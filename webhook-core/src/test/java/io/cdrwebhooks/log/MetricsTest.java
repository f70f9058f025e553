package io.cdrwebhooks.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.testing.Race;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tests the log lines that CloudWatch reads as metrics.
class MetricsTest {
  private static final Instant NOW = Instant.parse("2026-01-10T11:20:09.123Z");

  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final Metrics metrics = new Metrics(InstantSource.fixed(NOW), lines::add);

  @Test
  void countsAreOneLineInTheEmbeddedMetricFormat() {
    metrics.count(Metric.ATTEMPTS_DELIVERED);
    metrics.add(Metric.ATTEMPT_MILLIS, 137);
    metrics.count(Metric.ATTEMPTS_DELIVERED);
    metrics.flush();
    assertThat(lines)
        .containsExactly(
            "{\"_aws\":{\"Timestamp\":1768044009123,\"CloudWatchMetrics\":[{"
                + "\"Namespace\":\"CdrWebhooks\",\"Dimensions\":[[]],\"Metrics\":["
                + "{\"Name\":\"AttemptsDelivered\",\"Unit\":\"Count\"},"
                + "{\"Name\":\"AttemptMilliseconds\",\"Unit\":\"Milliseconds\"}]}]},"
                + "\"AttemptsDelivered\":2,\"AttemptMilliseconds\":137}");
  }

  @Test
  void deploymentMayHaveASeparateNamespace() {
    Metrics staging = new Metrics("CdrWebhooks/staging", InstantSource.fixed(NOW), lines::add);
    staging.count(Metric.ATTEMPTS_DELIVERED);
    staging.flush();
    assertThat(lines).singleElement().asString().contains("\"Namespace\":\"CdrWebhooks/staging\"");
  }

  @Test
  void countsAreWrittenOnce() {
    metrics.flush();
    assertThat(lines).isEmpty();
    metrics.count(Metric.LINKS_UNUSED);
    metrics.flush();
    metrics.flush();
    assertThat(lines).hasSize(1);
  }

  @Test
  void metricWithTheValueZeroIsWritten() {
    metrics.add(Metric.OLDEST_OVERDUE_SECONDS, 0);
    metrics.flush();
    assertThat(lines).singleElement().asString().endsWith("\"OldestOverdueAttemptSeconds\":0}");
  }

  @Test
  void everyMetricHasAUniqueTitle() {
    assertThat(Arrays.stream(Metric.values()).map(Metric::title)).doesNotHaveDuplicates();
    assertThat(Arrays.stream(Metric.values()).map(Metric::unit))
        .isSubsetOf("Count", "Milliseconds", "Seconds");
  }

  @Test
  void countingAndWritingFromSeveralThreadsLosesNothing() throws IOException {
    int threads = 8;
    int each = 5_000;
    Race.of(
        threads,
        i ->
            () -> {
              for (int n = 0; n < each; n++) {
                metrics.count(Metric.REPORTS_RECORDED);
                if (n % 100 == i) {
                  metrics.flush();
                }
              }
              return true;
            });
    metrics.flush();
    long counted = 0;
    for (String line : lines) {
      JsonNode read = new ObjectMapper().readTree(line);
      counted += read.get(Metric.REPORTS_RECORDED.title()).asLong();
    }
    assertThat(counted).isEqualTo((long) threads * each);
  }
}
