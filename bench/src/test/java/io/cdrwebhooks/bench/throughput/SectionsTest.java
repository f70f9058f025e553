package io.cdrwebhooks.bench.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.bench.load.Isolation;
import io.cdrwebhooks.bench.load.UploadToPost;
import io.cdrwebhooks.bench.measure.Figure;
import io.cdrwebhooks.bench.measure.Section;
import io.cdrwebhooks.bench.measure.Workbench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs every section with so little work that its figures mean nothing.
@Tag("long") // starts processes and emulators
class SectionsTest {
  @TempDir private Path scratch;

  @Test
  void everyUploadLeadsToARequest() throws Exception {
    List<Figure> figures = measure(new UploadToPost(5, 5, 5));

    assertThat(figure(figures, "p50 at 5/s", "ms").median()).isPositive();
  }

  @Test
  void requestsOfADeliveryAreMeasuredAlone() throws Exception {
    List<Figure> figures = measure(new DispatchThroughput(20));

    assertThat(figure(figures, "AWS requests per delivery", "").median()).isGreaterThan(4);
    assertThat(figure(figures, "CPU of its requests", "ms").median()).isPositive();
    assertThat(figure(figures, "allocated per delivery", "KiB").median()).isPositive();
  }

  @Test
  void everyFollowedLinkIsRedirected() throws Exception {
    List<Figure> figures = measure(new FollowedLinks(20, 1));

    assertThat(figure(figures, "redirects per second of a core", "/s").median()).isPositive();
    assertThat(figure(figures, "p99 at 100/s", "ms").median()).isPositive();
  }

  @Test
  void limitsOfADisturbingReceiverAreMeasured() throws Exception {
    var slow = new Isolation.Disturbance(1, 10, Optional.of(Duration.ofSeconds(1)), false);
    List<Figure> figures = measure(new Isolation(10, 10, List.of(slow)));

    assertThat(figure(figures, slow + ": p99", "ms").line(1)).containsPattern("<= [0-9.,]+ ");
    assertThat(figure(figures, "   most requests open at once", "").line(1))
        .endsWith("<= 10      pass");
  }

  private List<Figure> measure(Section section) throws Exception {
    List<String> said = new ArrayList<>();
    return section.measure(new Workbench(repository(), scratch, 1, said::add));
  }

  private static Figure figure(List<Figure> figures, String name, String unit) {
    return figures.stream()
        .filter(figure -> figure.name().equals(name) && figure.unit().equals(unit))
        .findFirst()
        .orElseThrow();
  }

  private static Path repository() {
    return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
        .filter(folder -> Files.isDirectory(folder.resolve("samples")))
        .findFirst()
        .orElseThrow();
  }
}
