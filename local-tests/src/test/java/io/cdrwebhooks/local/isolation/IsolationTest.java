package io.cdrwebhooks.local.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IsolationTest {
  private static final Path REPORT = Path.of("../samples/tx00001.zip");

  @Test
  void rankIsAMeasuredValue() {
    double[] hundred = IntStream.rangeClosed(1, 100).asDoubleStream().toArray();

    assertThat(LoadedSystem.rank(hundred, 0.5)).isEqualTo(50);
    assertThat(LoadedSystem.rank(hundred, 0.99)).isEqualTo(99);
    assertThat(LoadedSystem.rank(new double[] {7}, 0.01)).isEqualTo(7);
  }

  @Test
  @Tag("slow") // starts a separate system
  void reportsAMissedLimit(@TempDir Path directory) throws IOException, InterruptedException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Isolation isolation =
        new Isolation(10, 10, new PrintStream(printed, true, StandardCharsets.UTF_8));
    Isolation.Disturbance slow =
        new Isolation.Disturbance("a", 1, 10, Optional.of(Duration.ofSeconds(1)), false);

    try (LoadedSystem stand = new LoadedSystem(REPORT, directory.resolve("log.jsonl"))) {
      isolation.measure(stand, slow, 1, 0);
    }

    assertThat(isolation.kept()).isFalse();
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .anyMatch(line -> line.matches(" +p99 .* ms, at most 0 ms: MISSED"))
        .anyMatch(line -> line.matches(" +most requests open at once .*, at most 10: ok"));
  }
}
