package io.cdrwebhooks.chaos.verdict;

import io.cdrwebhooks.chaos.process.Killer;
import io.cdrwebhooks.chaos.receiver.Visit;
import io.cdrwebhooks.chaos.timeline.Fault;
import io.cdrwebhooks.chaos.timeline.Timeline;
import io.cdrwebhooks.chaos.world.Recipient;
import io.cdrwebhooks.chaos.world.Recipient.Part;
import io.cdrwebhooks.chaos.world.Upload;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Holds every promise against the evidence, and prints the table of the run.
public final class Verdict {
  private static final Duration FRESH_WITHIN = Duration.ofSeconds(1);
  private static final int LARGE = 1_000;
  private static final int FEWEST_MEASURED = 5;
  private static final int MOST_ATTEMPTS = 13;
  private static final long LONGEST_ITEM = 16 << 10;
  private static final Duration ROUNDED = Duration.ofMillis(1_050);

  private final Evidence evidence;
  private final Killer killer;
  private final Duration took;
  private final boolean shared;
  private final Timeline timeline;
  private final Collection<Upload> uploads;
  private final Map<String, List<Visit>> visits;
  private final Duplicates duplicates;
  private final Latencies latencies;
  private final StoredItems items;
  private final DispatchLog log;
  private final Map<AttemptOutcome, Integer> outcomes = new EnumMap<>(AttemptOutcome.class);
  private final Violations violations = new Violations();

  /// On a machine that is `shared` with other programs, how fast things go is printed and not
  /// judged.
  public Verdict(Evidence evidence, Killer killer, Duration took, boolean shared)
      throws IOException {
    this.evidence = evidence;
    this.killer = killer;
    this.took = took;
    this.shared = shared;
    this.timeline = evidence.timeline();
    this.uploads = evidence.world().uploads().all();
    this.visits =
        evidence.book().visits().stream().collect(Collectors.groupingBy(Visit::deliveryId));
    this.latencies = new Latencies(timeline, evidence.book().firstArrivals(), FRESH_WITHIN);
    this.items = new StoredItems(evidence.world().dynamoDb());
    this.log = new DispatchLog(evidence.log());
    this.duplicates = new Duplicates(timeline, log.givenUp());
    judge();
  }

  private void judge() throws IOException {
    List<String> notices = evidence.notices().lines();
    for (Upload upload : uploads) {
      judge(upload, Set.copyOf(notices));
    }
    visits.values().forEach(duplicates::add);
    duplicates.violations().forEach(text -> violations.add(Promise.SENT_WITHOUT_NEED, text));
    if (!shared) {
      latencies.violations().forEach(text -> violations.add(Promise.LATE, text));
      if (latencies.healthy().size() < FEWEST_MEASURED) {
        violations.add(Promise.LATE, "too few fresh reports could be measured");
      }
    }
    evidence.book().complaints().forEach(text -> violations.add(Promise.WRONG_REQUEST, text));
    evidence.book().visits().forEach(this::judgeRequest);
    judgeTokens();
    judgeRun();
    judgeConfigurations(notices);
    judgeStore();
  }

  /// What else was found broken.
  public void note(List<String> found) {
    found.forEach(text -> violations.add(Promise.STUCK, text));
  }

  /// The table, then a line for each violation.
  public void print(PrintStream out) {
    new Table(this, out).print();
  }

  public boolean isGood() {
    return violations.isEmpty();
  }

  private void judge(Upload upload, Set<String> notices) {
    String who = upload.id() + " for " + upload.recipient();
    Optional<Delivery> delivery = evidence.registry().deliveries().find(upload.id());
    List<Visit> seen = visits.getOrDefault(upload.id().value(), List.of());
    boolean accepted = seen.stream().anyMatch(visit -> visit.acceptedAt().isPresent());
    boolean told = notices.contains("failed " + upload.id());
    if (upload.recipient().part() == Part.NEVER) {
      judgeNever(upload, delivery.map(Delivery::status), told);
    } else {
      if (!accepted) {
        violations.add(Promise.LOST, "nobody accepted " + who + ", " + upload.notification());
      }
      DeliveryStatus status = delivery.map(Delivery::status).orElse(DeliveryStatus.UNROUTED);
      if (status == DeliveryStatus.FAILED || told) {
        violations.add(Promise.WRONGLY_FAILED, "wrongly FAILED: " + who);
      } else if (accepted && status != DeliveryStatus.DELIVERED) {
        violations.add(Promise.NOT_RECORDED, "accepted but " + status + ": " + who);
      }
    }
    judgeAttempts(upload, seen);
    latencies.add(upload);
  }

  private void judgeNever(Upload upload, Optional<DeliveryStatus> status, boolean told) {
    int attempts = evidence.registry().deliveries().attempts(upload.id()).size();
    if (!status.equals(Optional.of(DeliveryStatus.FAILED)) || !told) {
      violations.add(
          Promise.NOT_FAILED,
          "%s must be FAILED with a notice: %s after %d attempts, told %s"
              .formatted(upload.id(), status, attempts, told));
    }
  }

  private void judgeAttempts(Upload upload, List<Visit> seen) {
    List<Attempt> attempts = evidence.registry().deliveries().attempts(upload.id());
    int number = 0;
    int round = 1;
    int steps = 0;
    for (Attempt attempt : attempts) {
      outcomes.merge(attempt.outcome(), 1, Integer::sum);
      boolean sameRound = attempt.number().round() == round;
      number = sameRound ? number + 1 : 1;
      round = attempt.number().round();
      // A probe has no next attempt of its own, nor has the last step.
      steps = (sameRound ? steps : 0) + (attempt.nextAttemptAt().isPresent() ? 1 : 0);
      if (attempt.number().number() != number || steps >= MOST_ATTEMPTS) {
        violations.add(
            Promise.WRONG_ATTEMPTS,
            "attempt " + attempt.number() + " of " + upload.id() + " stands where " + number);
      }
    }
    for (int i = 0; i + 1 < seen.size(); i++) {
      Optional<Instant> floor =
          seen.get(i).retryAfter().map(seen.get(i).endedAt().minus(ROUNDED)::plus);
      if (floor.isPresent() && seen.get(i + 1).arrivedAt().isBefore(floor.get())) {
        violations.add(Promise.RETRY_AFTER_IGNORED, "came before Retry-After: " + seen.get(i + 1));
      }
    }
  }

  private void judgeRequest(Visit visit) {
    visit.complaints().forEach(text -> violations.add(Promise.WRONG_REQUEST, text + ": " + visit));
  }

  /// A run in which nothing went wrong proves nothing.
  private void judgeRun() {
    if (killer.total() == 0) {
      violations.add(Promise.NOTHING_WENT_WRONG, "nobody was killed");
    }
    for (Fault.Type type : Fault.Type.values()) {
      if (timeline.faults().stream().noneMatch(fault -> fault.type() == type)) {
        violations.add(Promise.NOTHING_WENT_WRONG, "no request was " + type);
      }
    }
    for (Upload.Notification fate : Upload.Notification.values()) {
      if (uploads.stream().noneMatch(upload -> upload.notification() == fate)) {
        violations.add(Promise.NOTHING_WENT_WRONG, "no notification was " + fate);
      }
    }
    // BLOCKED may be missing: the name may point elsewhere just when nobody asks.
    if (uploads.size() >= LARGE
        && !outcomes
            .keySet()
            .containsAll(EnumSet.complementOf(EnumSet.of(AttemptOutcome.BLOCKED)))) {
      violations.add(
          Promise.NOTHING_WENT_WRONG, "attempts came only to these outcomes: " + outcomes);
    }
  }

  private void judgeTokens() {
    Set<String> tokens = new HashSet<>();
    for (Visit visit : evidence.book().visits()) {
      if (!visit.token().isEmpty() && !tokens.add(visit.token())) {
        violations.add(Promise.WRONG_REQUEST, "an attempt without a token of its own: " + visit);
      }
    }
  }

  private void judgeConfigurations(List<String> notices) {
    for (Recipient recipient : evidence.recipients()) {
      boolean mayBe = recipient.part() == Part.GONE;
      boolean told = notices.contains("disabled " + recipient.configuration());
      if (!evidence.registry().configuration(recipient).enabled() || (told && !mayBe)) {
        violations.add(Promise.WRONGLY_DISABLED, "wrongly disabled: " + recipient);
      }
    }
  }

  private void judgeStore() {
    Set<String> ids =
        uploads.stream().map(upload -> upload.id().value()).collect(Collectors.toSet());
    items.deliveryIds().stream()
        .filter(id -> !ids.contains(id))
        .forEach(id -> violations.add(Promise.WITHOUT_REPORT, "of no report: " + id));
    if (items.longestBytes() >= LONGEST_ITEM) {
      violations.add(Promise.ITEM_TOO_LONG, "an item has " + items.longestBytes() + " bytes");
    }
    if (evidence.book().redirectsFollowed() > 0) {
      violations.add(
          Promise.REDIRECT_FOLLOWED,
          evidence.book().redirectsFollowed() + " redirects were followed");
    }
    if (log.count("message.unreadable") > 0) {
      violations.add(Promise.NOT_UNDERSTOOD, log.count("message.unreadable") + " messages");
    }
    log.strange().forEach(text -> violations.add(Promise.STRANGE_FAULT, text));
  }

  Evidence evidence() {
    return evidence;
  }

  Killer killer() {
    return killer;
  }

  Duration took() {
    return took;
  }

  boolean shared() {
    return shared;
  }

  Duplicates duplicates() {
    return duplicates;
  }

  Latencies latencies() {
    return latencies;
  }

  StoredItems items() {
    return items;
  }

  DispatchLog log() {
    return log;
  }

  Map<AttemptOutcome, Integer> outcomes() {
    return outcomes;
  }

  Violations violations() {
    return violations;
  }
}
