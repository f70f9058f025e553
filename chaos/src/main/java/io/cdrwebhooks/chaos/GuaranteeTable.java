package io.cdrwebhooks.chaos;

import io.cdrwebhooks.chaos.world.Timeline.Fault;
import io.cdrwebhooks.chaos.world.Timeline.Kill;
import io.cdrwebhooks.chaos.world.Upload;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The output of a run: counts, guarantees, cut points, and each violation.
record GuaranteeTable(Verdict verdict, PrintStream out) {
  private static final int MAX_PRINTED = 60;

  void print() {
    printCounts();
    for (Duplicates.Cause cause : Duplicates.Cause.values()) {
      line("duplicates: " + cause.title, verdict.duplicates.count(cause));
    }
    for (Guarantee guarantee : Guarantee.values()) {
      line(guarantee.title, verdict.violations.getOrDefault(guarantee, List.of()).size());
    }
    line("longest item", verdict.items.longestBytes + " bytes");
    line("time", verdict.took.toSeconds() + " s");
    out.println("cut points that requests passed, and whether the process was killed there:");
    Map<String, Boolean> points = verdict.stage.killer.cutPoints();
    points.forEach((at, killed) -> out.printf("  %s  %s%n", killed ? "killed" : "passed", at));
    List<String> sentences = verdict.violations.values().stream().flatMap(List::stream).toList();
    sentences.stream().limit(MAX_PRINTED).forEach(text -> out.println("VIOLATION " + text));
    if (sentences.size() > MAX_PRINTED) {
      out.printf("VIOLATION and %d more%n", sentences.size() - MAX_PRINTED);
    }
    out.println(
        verdict.isGood() ? "every guarantee held" : sentences.size() + " violations of guarantees");
  }

  private void printCounts() {
    Stage stage = verdict.stage;
    int attempts = verdict.outcomes.values().stream().mapToInt(Integer::intValue).sum();
    List<Fault> faults = stage.timeline.faults();
    line("reports uploaded", verdict.uploads.size());
    line("deliveries", verdict.items.deliveryIds.size());
    line("attempts recorded", attempts + " " + verdict.outcomes);
    line("requests read by receivers", stage.received.visits().size());
    line("links followed", stage.received.linksFollowed);
    line("kills", stage.killer.total());
    line("longest until back after a kill", longestUntilBack().toMillis() + " ms");
    line("faults injected", counts(faults, Fault::service) + " " + counts(faults, Fault::type));
    line("messages given back by the process", verdict.log.count("message.failed"));
    line("notifications", counts(verdict.uploads, Upload::notification));
    line("reports found without their first event", verdict.log.count("report.missed"));
    line("void numbers", verdict.numbers.voids);
    line("dead letters", verdict.deadLetters);
  }

  private Duration longestUntilBack() {
    return verdict.stage.timeline.kills().stream()
        .map((Kill kill) -> Duration.between(kill.at(), kill.back()))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  private static <T, K> Map<K, Long> counts(Collection<T> all, Function<T, K> by) {
    return all.stream().collect(Collectors.groupingBy(by, TreeMap::new, Collectors.counting()));
  }

  private void line(String title, Object value) {
    out.printf("%-60s %s%n", title, value);
  }
}
