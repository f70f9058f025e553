package io.cdrwebhooks.chaos.verdict;

import io.cdrwebhooks.chaos.timeline.Fault;
import io.cdrwebhooks.chaos.timeline.Kill;
import io.cdrwebhooks.chaos.world.Upload;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a run prints at its end: counts, promises, times, cut points, and each violation.
final class Table {
  private static final int MOST_PRINTED = 60;

  private final Verdict verdict;
  private final PrintStream out;

  Table(Verdict verdict, PrintStream out) {
    this.verdict = verdict;
    this.out = out;
  }

  void print() {
    whatHappened();
    for (Duplicates.Cause cause : Duplicates.Cause.values()) {
      line("duplicates: " + cause.title(), verdict.duplicates().count(cause));
    }
    for (Promise promise : Promise.values()) {
      line(promise.title(), verdict.violations().count(promise));
    }
    howFast();
    out.println("cut points, and how often it was killed there:");
    verdict.killer().cutPoints().forEach((point, times) -> out.printf("  %2d  %s%n", times, point));
    List<String> sentences = verdict.violations().sentences();
    sentences.stream().limit(MOST_PRINTED).forEach(text -> out.println("VIOLATION " + text));
    if (sentences.size() > MOST_PRINTED) {
      out.printf("VIOLATION and %d more%n", sentences.size() - MOST_PRINTED);
    }
    out.println(
        verdict.isGood() ? "every promise held" : sentences.size() + " violations of promises");
  }

  private void whatHappened() {
    Evidence evidence = verdict.evidence();
    Collection<Upload> uploads = evidence.world().uploads().all();
    int attempts = verdict.outcomes().values().stream().mapToInt(Integer::intValue).sum();
    line("reports uploaded", uploads.size());
    line("deliveries", verdict.items().deliveryIds().size());
    line("attempts recorded", attempts + " " + verdict.outcomes());
    line("requests read by receivers", evidence.book().visits().size());
    line("links followed", evidence.book().linksFollowedCount());
    line("kills", verdict.killer().total());
    times("until back after a kill", untilBack(evidence.timeline().kills()));
    faults(evidence.timeline().faults());
    Map<Upload.Notification, Long> fates =
        uploads.stream()
            .collect(
                Collectors.groupingBy(
                    Upload::notification,
                    () -> new EnumMap<>(Upload.Notification.class),
                    Collectors.counting()));
    line("notifications", fates);
    line("taken up by reconciliation", verdict.log().count("report.missed"));
    line("dead letters", evidence.world().deadLetters());
  }

  private void faults(List<Fault> faults) {
    Map<String, Long> byService =
        faults.stream()
            .collect(Collectors.groupingBy(Fault::service, TreeMap::new, Collectors.counting()));
    Map<Fault.Type, Long> byType =
        faults.stream()
            .collect(Collectors.groupingBy(Fault::type, TreeMap::new, Collectors.counting()));
    line("faults injected", byService + " " + byType);
    line("messages it gave back", verdict.log().count("message.failed"));
  }

  private void howFast() {
    line("longest item", verdict.items().longestBytes() + " bytes");
    times("notification to first attempt, undisturbed", verdict.latencies().all());
    times("the same, healthy receiver", verdict.latencies().healthy());
    if (verdict.shared()) {
      out.println("  not judged: other programs kept the machine busy");
      verdict.latencies().violations().forEach(text -> out.println("  " + text));
    }
    line("time", verdict.took().toSeconds() + " s");
  }

  private static List<Duration> untilBack(List<Kill> kills) {
    return kills.stream().map(kill -> Duration.between(kill.at(), kill.back())).sorted().toList();
  }

  private void times(String title, List<Duration> sorted) {
    if (sorted.isEmpty()) {
      line(title, "none measured");
      return;
    }
    line(
        title,
        "p50 %d ms, p99 %d ms, max %d ms (of %d)"
            .formatted(
                quantile(sorted, 0.5),
                quantile(sorted, 0.99),
                sorted.getLast().toMillis(),
                sorted.size()));
  }

  private static long quantile(List<Duration> sorted, double part) {
    return sorted.get((int) Math.min(sorted.size() - 1L, (long) (sorted.size() * part))).toMillis();
  }

  private void line(String title, Object value) {
    out.printf("%-48s %s%n", title, value);
  }
}
