package io.cdrwebhooks.simulation;

import io.cdrwebhooks.simulation.Report.Status;
import io.cdrwebhooks.simulation.Scenario.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/// What a run has shown, and which targets it missed.
final class Verdict {
  private static final Duration SMALL = Duration.ofMillis(500);
  private static final Duration DRAINED_WITHIN = Duration.ofHours(1);
  private static final double RATE_TOLERANCE = 1.05;
  private static final double REPEATS_OF_FAULTS = 0.02;

  private final World world;
  private final Collection<Report> reports;
  private final StringBuilder text = new StringBuilder();
  final List<String> misses = new ArrayList<>();

  private Verdict(World world) {
    this.world = world;
    this.reports = world.reports();
    text.append(
        "%s: %s; %,d deliveries"
            .formatted(world.scenario.name(), world.scenario.says(), reports.size()));
  }

  /// Runs a scenario, and the same load without its faults if receivers fail in it.
  static Verdict of(Scenario scenario, long seed) {
    Verdict verdict = new Verdict(World.run(scenario, seed, true));
    if (scenario.customers().stream().anyMatch(each -> each.trouble() != Trouble.NONE)) {
      Waits calm = waits(World.run(scenario.undisturbed(), seed, true));
      Duration twice = calm.p99().multipliedBy(2);
      verdict.isolation(calm, twice.compareTo(SMALL) > 0 ? twice : SMALL);
    } else {
      verdict.line("arrival to first attempt " + waits(verdict.world));
    }
    verdict.drained();
    verdict.limits();
    verdict.counts();
    return verdict;
  }

  /// From the arrival of reports for healthy receivers to their first attempt.
  private record Waits(Duration median, Duration p99, Duration longest) {
    @Override
    public String toString() {
      return "p50 %s, p99 %s, longest %s".formatted(text(median), text(p99), text(longest));
    }
  }

  private static Waits waits(World world) {
    List<Duration> waits =
        world.reports().stream()
            .filter(each -> isHealthy(each) && !each.arrivedAt.isBefore(Timeline.START))
            .filter(each -> each.firstSentAt.isBefore(Instant.MAX))
            .map(each -> Duration.between(each.arrivedAt, each.firstSentAt))
            .sorted()
            .toList();
    int number = waits.size();
    return new Waits(waits.get(number / 2), waits.get((int) (number * 0.99)), waits.getLast());
  }

  private static boolean isHealthy(Report report) {
    return report.receiver.customer.trouble() == Trouble.NONE;
  }

  private void isolation(Waits calm, Duration allowed) {
    Waits waits = waits(world);
    line("arrival to first attempt, healthy receivers: " + waits);
    line("without the fault: " + calm);
    require(
        waits.p99().compareTo(allowed) <= 0,
        "the p99 of healthy receivers must be " + text(allowed));
  }

  /// From the end of the fault until the last one was taken that had arrived by then. Where a
  /// receiver was the fault, its own schedule decides.
  private void drained() {
    Instant end = world.scenario.faults().end(Timeline.START.plus(world.scenario.arrivals()));
    Duration took =
        reports.stream()
            .filter(each -> each.arrivedAt.isBefore(end) && each.takenAt.isBefore(Instant.MAX))
            .map(each -> each.takenAt)
            .max(Instant::compareTo)
            .map(last -> Duration.between(end, last.isAfter(end) ? last : end))
            .orElse(Duration.ZERO);
    line("drained after " + text(took));
    boolean ours = reports.stream().allMatch(Verdict::isHealthy);
    require(!ours || took.compareTo(DRAINED_WITHIN) <= 0, "it must be drained within an hour");
  }

  private void limits() {
    int most = 0;
    int over = Integer.MIN_VALUE;
    double rate = 0;
    for (Receiver each : world.receivers()) {
      most = Math.max(most, each.mostInFlight);
      over = Math.max(over, each.mostInFlight - each.customer.limits().maxInFlight());
      double allowed = 10.0 * each.customer.limits().maxPerSecond().orElse(Integer.MAX_VALUE);
      rate = Math.max(rate, each.mostInTenSeconds / allowed);
    }
    line(
        "most in flight %d (%+d to the limit), most in ten seconds %.0f %% of the limit"
            .formatted(most, over, rate * 100));
    require(over <= 0, "maxInFlight is exceeded by " + over);
    require(rate <= RATE_TOLERANCE, "maxPerSecond is exceeded");
  }

  private void counts() {
    Predicate<Report> isOpen =
        each -> each.status == Status.PENDING || each.status == Status.UNKNOWN;
    long repeats = reports.stream().mapToLong(each -> each.repeats).sum();
    long steps =
        reports.stream()
            .filter(each -> isHealthy(each) && each.status == Status.DELIVERED)
            // Success that was recorded after its claim had ended has no number.
            .mapToLong(each -> Math.max(0, each.lastAttempt - each.probes - 1))
            .sum();
    line("");
    none("dead letters", world.arrivals.deadLetters + world.due.deadLetters);
    none("steps used up by us", steps);
    none("lost", lost());
    none("failed", count(each -> each.status == Status.FAILED));
    none("still waiting for healthy receivers", count(isOpen.and(Verdict::isHealthy)) - lost());
    text.append("repeats " + repeats);
    double allowed = world.scenario.faults().areOurs() ? reports.size() * REPEATS_OF_FAULTS : 0;
    require(repeats <= allowed, "reports are sent again needlessly");
    long requests = world.store.requests + world.arrivals.requests + world.due.requests;
    line(
        "AWS requests per delivery %.1f, throttled %d"
            .formatted((double) requests / reports.size(), world.store.throttled));
  }

  /// Reports that nothing will ever send.
  static long lost(World world) {
    return world.reports().stream()
        .filter(each -> each.status == Status.PENDING || each.status == Status.UNKNOWN)
        .filter(world::isForgotten)
        .count();
  }

  private long lost() {
    return lost(world);
  }

  private long count(Predicate<Report> which) {
    return reports.stream().filter(which).count();
  }

  private void none(String what, long number) {
    text.append(what + " " + number + ", ");
    require(number == 0, what + ": " + number);
  }

  private void require(boolean holds, String missed) {
    if (!holds) {
      misses.add(missed);
    }
  }

  private void line(String line) {
    text.append(System.lineSeparator()).append("  ").append(line);
  }

  private static String text(Duration duration) {
    return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1_000.0);
  }

  @Override
  public String toString() {
    return misses.isEmpty()
        ? text.toString()
        : text + System.lineSeparator() + "  MISSED " + misses;
  }
}
