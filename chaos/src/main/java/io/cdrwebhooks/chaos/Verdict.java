package io.cdrwebhooks.chaos;

import io.cdrwebhooks.chaos.world.Recipient;
import io.cdrwebhooks.chaos.world.Recipient.Part;
import io.cdrwebhooks.chaos.world.Timeline;
import io.cdrwebhooks.chaos.world.Timeline.FaultType;
import io.cdrwebhooks.chaos.world.Upload;
import io.cdrwebhooks.chaos.world.Visit;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.RetrySchedule;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Compares the evidence of a run with every guarantee.
public final class Verdict {
  private static final int LARGE = 1_000;
  private static final int MAX_STEPS = RetrySchedule.STANDARD.attempts() - 1;
  private static final long MAX_ITEM = 16 << 10;
  private static final Duration ROUNDED = Duration.ofMillis(1_050);

  final Stage stage;
  private final Deliveries deliveries;
  final Duration took;
  final Collection<Upload> uploads;
  final Duplicates duplicates;
  final ScannedDeliveries items;
  final ReportNumbers numbers;
  final DispatchLog log;
  final int deadLetters;
  final Map<AttemptOutcome, Integer> outcomes = new EnumMap<>(AttemptOutcome.class);
  final Map<Guarantee, List<String>> violations = new EnumMap<>(Guarantee.class);

  /// Judges a run whose dispatch process has ended.
  Verdict(Stage stage, Duration took) throws IOException, InterruptedException {
    this.stage = stage;
    this.deliveries = stage.world.deliveries();
    this.took = took;
    this.uploads = stage.world.uploads().all();
    this.items = new ScannedDeliveries(stage.world.system().clients().dynamoDb());
    this.numbers = new ReportNumbers(deliveries);
    this.log = new DispatchLog(stage.dispatch.log(), stage.world.system().apiUrl());
    this.deadLetters = stage.world.deadLetters();
    this.duplicates = new Duplicates(stage.timeline, log.givenUp);
    judge();
  }

  private void judge() throws IOException, InterruptedException {
    Map<String, List<Visit>> visits =
        stage.received.visits().stream().collect(Collectors.groupingBy(Visit::deliveryId));
    Set<String> notices = Set.copyOf(stage.notices.lines());
    for (Upload upload : uploads) {
      List<Visit> seen = visits.getOrDefault(upload.id().value(), List.of());
      judgeEnd(upload, seen, notices.contains("failed " + upload.id()));
      judgeAttempts(upload);
      judgeRetryAfter(seen);
    }
    visits.values().forEach(duplicates::add);
    addAll(Guarantee.SENT_WITHOUT_NEED, duplicates.violations);
    addAll(Guarantee.WRONG_REQUEST, stage.received.complaints());
    judgeRequests();
    judgeRun();
    judgeConfigurations(notices);
    judgeStore();
    judgeNumbers();
    judgeLog();
  }

  public void addStuck(List<String> stuck) {
    addAll(Guarantee.STUCK, stuck);
  }

  public void print(PrintStream out) {
    new GuaranteeTable(this, out).print();
  }

  public boolean isGood() {
    return violations.isEmpty();
  }

  private void judgeEnd(Upload upload, List<Visit> seen, boolean noticed) {
    String text = upload.id() + " for " + upload.recipient();
    DeliveryStatus status =
        deliveries.find(upload.id()).map(Delivery::status).orElse(DeliveryStatus.UNROUTED);
    boolean failed = status == DeliveryStatus.FAILED;
    boolean accepted = seen.stream().anyMatch(visit -> visit.acceptedAt().isPresent());
    if (upload.recipient().part() == Part.NEVER) {
      require(
          failed && noticed,
          Guarantee.NOT_FAILED,
          text + " must be FAILED with a notice: " + status + ", notice: " + noticed);
      return;
    }
    require(accepted, Guarantee.LOST, text + " was not accepted: " + upload.notification());
    require(!failed && !noticed, Guarantee.WRONGLY_FAILED, "wrongly FAILED: " + text);
    require(
        !accepted || failed || status == DeliveryStatus.DELIVERED,
        Guarantee.NOT_RECORDED,
        "accepted but " + status + ": " + text);
  }

  private void judgeAttempts(Upload upload) {
    int number = 0;
    int round = 1;
    int steps = 0;
    for (Attempt attempt : deliveries.attempts(upload.id())) {
      outcomes.merge(attempt.outcome(), 1, Integer::sum);
      boolean sameRound = attempt.number().round() == round;
      number = sameRound ? number + 1 : 1;
      round = attempt.number().round();
      // A probe has no next attempt, and neither has the last step.
      steps = (sameRound ? steps : 0) + (attempt.nextAttemptAt().isPresent() ? 1 : 0);
      require(
          attempt.number().number() == number && steps <= MAX_STEPS,
          Guarantee.WRONG_ATTEMPTS,
          "attempt " + attempt.number() + " of " + upload.id() + " is stored as number " + number);
    }
  }

  private void judgeRetryAfter(List<Visit> seen) {
    for (int i = 0; i + 1 < seen.size(); i++) {
      Visit next = seen.get(i + 1);
      Optional<Instant> earliest =
          seen.get(i).retryAfter().map(seen.get(i).endedAt().minus(ROUNDED)::plus);
      require(
          earliest.filter(next.arrivedAt()::isBefore).isEmpty(),
          Guarantee.RETRY_AFTER_IGNORED,
          "sent before Retry-After: " + next);
    }
  }

  private void judgeRequests() {
    Set<String> links = new HashSet<>();
    for (Visit visit : stage.received.visits()) {
      visit.complaints().forEach(text -> add(Guarantee.WRONG_REQUEST, text + ": " + visit));
      require(
          visit.callbackUrl().isEmpty() || links.add(visit.callbackUrl()),
          Guarantee.WRONG_REQUEST,
          "two attempts with the same token: " + visit);
    }
    int followed = stage.received.redirectsFollowed.get();
    require(followed == 0, Guarantee.REDIRECT_FOLLOWED, followed + " redirects were followed");
  }

  /// Requires that faults and kills happened: a run without them proves nothing.
  private void judgeRun() {
    require(stage.killer.total() > 0, Guarantee.NOTHING_WENT_WRONG, "no process was killed");
    List<Timeline.Fault> faults = stage.timeline.faults();
    for (FaultType type : FaultType.values()) {
      boolean came = faults.stream().anyMatch(fault -> fault.type() == type);
      require(came, Guarantee.NOTHING_WENT_WRONG, "the run must inject the fault " + type);
    }
    for (Upload.Notification fate : Upload.Notification.values()) {
      boolean came = uploads.stream().anyMatch(upload -> upload.notification() == fate);
      require(
          came,
          Guarantee.NOTHING_WENT_WRONG,
          "the run must have a notification with the fate " + fate);
    }
    Set<AttemptOutcome> expected = EnumSet.complementOf(EnumSet.of(AttemptOutcome.BLOCKED));
    require(
        uploads.size() < LARGE || outcomes.keySet().containsAll(expected),
        Guarantee.NOTHING_WENT_WRONG,
        "attempts must have all outcomes but BLOCKED: " + outcomes);
  }

  private void judgeConfigurations(Set<String> notices) throws IOException, InterruptedException {
    for (Recipient recipient : stage.recipients) {
      boolean noticed = notices.contains("disabled " + recipient.configuration());
      require(
          stage.world.isEnabled(recipient) && (!noticed || recipient.part() == Part.GONE),
          Guarantee.WRONGLY_DISABLED,
          "wrongly disabled: " + recipient);
    }
  }

  private void judgeStore() {
    Set<String> ids =
        uploads.stream().map(upload -> upload.id().value()).collect(Collectors.toSet());
    for (String id : items.deliveryIds) {
      require(ids.contains(id), Guarantee.WITHOUT_REPORT, "no report was uploaded for " + id);
    }
    long longest = items.longestBytes;
    require(
        longest < MAX_ITEM,
        Guarantee.ITEM_TOO_LONG,
        "an item must have fewer than " + MAX_ITEM + " bytes: " + longest);
  }

  private void judgeNumbers() {
    for (Recipient recipient : stage.recipients) {
      numbers.judge(
          recipient,
          uploads.stream()
              .filter(upload -> upload.recipient().equals(recipient))
              .map(Upload::id)
              .toList());
    }
    addAll(Guarantee.WRONG_NUMBERS, numbers.violations);
  }

  private void judgeLog() {
    int unreadable = log.count("message.unreadable");
    int deadly = log.count(DispatchLog.DEADLY_EVENT);
    require(unreadable == 0, Guarantee.NOT_UNDERSTOOD, unreadable + " messages are unreadable");
    require(
        deadLetters <= deadly,
        Guarantee.NOT_UNDERSTOOD,
        deadLetters + " dead letters, but only " + deadly + " messages killed their worker");
    addAll(Guarantee.NOT_UNDERSTOOD, stage.timeline.unknownRequests());
    addAll(Guarantee.SECRET_LOGGED, log.secrets);
    addAll(Guarantee.STRANGE_FAULT, log.strange);
  }

  private void require(boolean holds, Guarantee guarantee, String violation) {
    if (!holds) {
      add(guarantee, violation);
    }
  }

  private void addAll(Guarantee guarantee, List<String> sentences) {
    sentences.forEach(text -> add(guarantee, text));
  }

  private void add(Guarantee guarantee, String sentence) {
    violations.computeIfAbsent(guarantee, _ -> new ArrayList<>()).add(sentence);
  }
}
