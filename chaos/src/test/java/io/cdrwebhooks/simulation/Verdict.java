package io.cdrwebhooks.simulation;

import static java.time.temporal.ChronoUnit.SECONDS;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.notice.Digest;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.simulation.Scenario.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/// The figures of a run, and the targets that it missed.
final class Verdict {
  private static final Duration SMALL = Duration.ofMillis(500);
  private static final Duration DRAINED_WITHIN = Duration.ofHours(1);

  /// The longest turn while other lanes wait: 5 seconds, and the last request.
  private static final Duration LONGEST_TURN = Duration.ofSeconds(5 + 15);

  private static final Duration RECORDED_WITHIN = Duration.ofSeconds(1);

  /// While these last, events are lost, their calls are killed, or nothing can be stored.
  private static final Set<Fault> RECORDED_LATE = Set.of(Fault.KILLS, Fault.STORE, Fault.RULE);

  /// The time for all overdue checks, at a rate of a million an hour.
  private static final Duration ANNOUNCED_WITHIN = Duration.ofMinutes(12);

  private static final Duration SWEEP_MAY_DIFFER = Duration.ofSeconds(10);
  private static final int MAILS_PER_SECOND = 10;

  /// An hour, less the error of clocks and messages.
  private static final Duration BETWEEN_DIGESTS = Duration.ofMinutes(59);

  private static final double RATE_TOLERANCE = 1.05;
  private static final double REPEATS_OF_FAULTS = 0.02;
  private static final Set<Fault> LOADS =
      Set.of(Fault.NONE, Fault.UNUSED, Fault.FOLLOWED, Fault.OVERDUE);
  private static final Set<Fault> REPEATING = Set.of(Fault.KILLS, Fault.EGRESS, Fault.STORE);

  private final World world;
  private final Scenario scenario;
  private final List<Report> reports;
  private final StringBuilder text = new StringBuilder();
  final List<String> misses = new ArrayList<>();

  private Verdict(World world) {
    this.world = world;
    this.scenario = world.scenario;
    this.reports = List.copyOf(world.reports.values());
    text.append(
        "%s: %s; %,d deliveries".formatted(scenario.name(), scenario.says(), reports.size()));
  }

  /// Runs a scenario, and the same load without its fault if receivers fail in it.
  static Verdict of(Scenario scenario, long seed) {
    Verdict verdict = new Verdict(World.run(scenario, seed, true));
    List<Duration> waits = waits(verdict.world);
    if (scenario.fault() == Fault.OVERDUE
        || scenario.customers().stream().anyMatch(Scenario.Customer::troubled)) {
      verdict.isolation(waits, waits(World.run(scenario.undisturbed(), seed, true)));
    } else {
      verdict.line("arrival to first attempt " + text(waits));
      boolean hour = waits.getLast().compareTo(DRAINED_WITHIN) <= 0;
      verdict.require(
          hour || scenario.fault() != Fault.RULE, "a lost event must be found within the hour");
    }
    verdict.recorded();
    verdict.drained();
    verdict.limits();
    verdict.counts();
    verdict.mails();
    verdict.announced();
    return verdict;
  }

  /// From the arrival of reports for healthy receivers to their first attempt, sorted.
  private static List<Duration> waits(World world) {
    return world.reports.values().stream()
        .filter(each -> isHealthy(each) && !each.arrivedAt.isBefore(Timeline.START))
        .filter(each -> each.firstSentAt.isBefore(Instant.MAX))
        .map(each -> Duration.between(each.arrivedAt, each.firstSentAt))
        .sorted()
        .toList();
  }

  private static Duration quantile(List<Duration> sorted, double part) {
    return sorted.get((int) (sorted.size() * part));
  }

  private static String text(List<Duration> sorted) {
    return "p50 %s, p99 %s, longest %s"
        .formatted(
            text(quantile(sorted, 0.5)), text(quantile(sorted, 0.99)), text(sorted.getLast()));
  }

  private static boolean isHealthy(Report report) {
    return !report.receiver.customer.troubled();
  }

  private void isolation(List<Duration> waits, List<Duration> calm) {
    Duration p99 = quantile(calm, 0.99);
    Duration twice = p99.multipliedBy(2);
    Duration allowed = twice.compareTo(SMALL) > 0 ? twice : SMALL;
    if (scenario.fault() == Fault.OVERDUE) {
      allowed = p99.plus(SWEEP_MAY_DIFFER);
    }
    long busy = scenario.customers().stream().filter(Scenario.Customer::troubled).count();
    if (busy > scenario.batches()) {
      allowed = LONGEST_TURN.multipliedBy(busy).dividedBy(scenario.batches());
    }
    line("arrival to first attempt, healthy receivers: " + text(waits));
    line("without the fault: " + text(calm));
    boolean holds = quantile(waits, 0.99).compareTo(allowed) <= 0;
    require(holds, "the p99 of healthy receivers may be " + text(allowed));
  }

  /// Recording waits for no receiver. One event in a thousand is up to a minute late.
  private void recorded() {
    List<Duration> took = world.recordings();
    if (!took.isEmpty()) {
      line("arrival to recorded " + text(took));
      boolean soon = quantile(took, 0.99).compareTo(RECORDED_WITHIN) <= 0;
      require(
          soon || RECORDED_LATE.contains(scenario.fault()),
          "99 % of reports must be recorded within " + text(RECORDED_WITHIN));
    }
  }

  /// Measures from the end of the fault, or of the arrivals if the load is the trouble, until the
  /// last report is accepted that had arrived by then. If a receiver was the fault, its own
  /// schedule decides.
  private void drained() {
    Instant end =
        LOADS.contains(scenario.fault())
            ? Timeline.START.plus(scenario.arrivals())
            : scenario.faultyUntil();
    Duration took =
        reports.stream()
            .filter(each -> each.arrivedAt.isBefore(end) && each.acceptedAt.isBefore(Instant.MAX))
            .map(each -> each.acceptedAt)
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
    for (Receiver each : world.receivers) {
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
    long repeats = reports.stream().mapToLong(each -> each.repeats).sum();
    long steps =
        reports.stream()
            .filter(Verdict::isHealthy)
            .flatMap(each -> world.delivery(each).stream())
            .filter(each -> each.status() == DeliveryStatus.DELIVERED)
            // Success that was recorded after its claim had ended has no number.
            .mapToLong(each -> Math.max(0, each.progress().lastAttempt().number() - 1))
            .sum();
    long lost = lost(world);
    Predicate<Report> isOpen =
        each -> world.delivery(each).isEmpty() || has(each, DeliveryStatus.PENDING);
    line("");
    none(
        "dead letters",
        world.arrivals.deadLetters + world.due.deadLetters + world.background.deadLetters);
    none("steps used up by us", steps);
    none("lost", lost);
    none("failed", count(each -> has(each, DeliveryStatus.FAILED)));
    if (scenario.fault() == Fault.FOLLOWED) {
      none("checks left", count(each -> world.delivery(each).get().progress().dueAt().isPresent()));
    }
    none("still waiting for healthy receivers", count(isOpen.and(Verdict::isHealthy)) - lost);
    text.append("repeats " + repeats);
    double allowed = REPEATING.contains(scenario.fault()) ? reports.size() * REPEATS_OF_FAULTS : 0;
    require(repeats <= allowed, "reports are sent again needlessly");
    long requests = world.store.requests + world.arrivals.requests + world.due.requests;
    line(
        "AWS requests per delivery %.1f, throttled %d"
            .formatted((double) requests / reports.size(), world.store.throttled));
    boolean isCalm = scenario.customers().size() > 1 || world.store.throttled == 0;
    require(isCalm, "one configuration must not be throttled");
  }

  /// SNS suspends an address that gets more than ten mails in a second (Amazon SNS Developer Guide,
  /// "Email subscription setup"). People get notices of configurations by mail.
  private void mails() {
    Map<Instant, Integer> inSecond = new HashMap<>();
    Map<ConfigurationId, Instant> digestAt = new HashMap<>();
    long counted = 0;
    int tooSoon = 0;
    for (World.Sent sent : world.notices) {
      Instant second = sent.at().truncatedTo(SECONDS);
      if (sent.notice() instanceof Notice.DeliveryDigest(Digest digest, _)) {
        inSecond.merge(second, 1, Integer::sum);
        counted += digest.unused();
        Instant before = digestAt.put(digest.configuration(), sent.at());
        tooSoon += before != null && before.plus(BETWEEN_DIGESTS).isAfter(sent.at()) ? 1 : 0;
      } else if (sent.notice() instanceof Notice.OfConfiguration) {
        inSecond.merge(second, 1, Integer::sum);
      }
    }
    int all = inSecond.values().stream().mapToInt(each -> each).sum();
    int most = inSecond.isEmpty() ? 0 : Collections.max(inSecond.values());
    line("mails %d, most in a second %d".formatted(all, most));
    require(most <= MAILS_PER_SECOND, "SNS must not suspend an address: at most 10 mails a second");
    if (scenario.fault() == Fault.UNUSED) {
      text.append("; links unused %d, counted in mails %d".formatted(unused(), counted));
      require(unused() == reports.size(), "each unused link must have a notice");
      require(counted >= unused(), "mails must count each unused link");
      require(tooSoon == 0, "a configuration may send one mail an hour");
    }
  }

  private long unused() {
    return world.notices.stream()
        .map(each -> each.notice() instanceof Notice.LinkUnused unused ? unused.delivery() : null)
        .filter(Objects::nonNull)
        .distinct()
        .count();
  }

  private void announced() {
    long overdue = count(each -> each.arrivedAt.isBefore(Timeline.START));
    Instant end = Timeline.START.plus(ANNOUNCED_WITHIN);
    long inTime = world.announcedAt.values().stream().filter(end::isAfter).count();
    if (overdue > 0) {
      line("overdue checks announced in time %d of %d".formatted(inTime, overdue));
      require(inTime == overdue, "overdue checks must be announced within 12 minutes");
      require(unused() == overdue, "each unused link must have a notice");
    }
  }

  private boolean has(Report report, DeliveryStatus status) {
    return world.delivery(report).map(Delivery::status).filter(status::equals).isPresent();
  }

  static long lost(World world) {
    return world.reports.values().stream().filter(world::isLost).count();
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
    return misses.isEmpty() ? text.toString() : "%s%n  MISSED %s".formatted(text, misses);
  }
}
