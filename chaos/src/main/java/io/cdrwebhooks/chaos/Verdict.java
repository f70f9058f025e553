package io.cdrwebhooks.chaos;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import io.cdrwebhooks.chaos.world.Behaviour;
import io.cdrwebhooks.chaos.world.InjectedFaults.Fault;
import io.cdrwebhooks.chaos.world.ReceivedRequests;
import io.cdrwebhooks.chaos.world.Recipient;
import io.cdrwebhooks.chaos.world.Timeline;
import io.cdrwebhooks.chaos.world.Upload;
import io.cdrwebhooks.chaos.world.Visit;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Compares what receivers saw, the stored deliveries and the log with every guarantee.
public final class Verdict {
  private static final int MAX_PRINTED = 60;
  private static final long MAX_ITEM_BYTES = 16 << 10;

  /// `Retry-After` has whole seconds.
  private static final Duration ROUNDED = Duration.ofMillis(1_050);

  private final Collection<Upload> uploads;
  private final List<Visit> visits;
  private final Timeline timeline;
  private final Duplicates duplicates;
  private int storedDeliveries;
  final Map<Guarantee, List<String>> violations = new EnumMap<>(Guarantee.class);

  Verdict(
      Collection<Upload> uploads,
      ReceivedRequests received,
      Deliveries deliveries,
      Timeline timeline,
      DispatchLog log) {
    this.uploads = uploads;
    this.visits = received.visits();
    this.timeline = timeline;
    this.duplicates = new Duplicates(timeline);
    judgeVisits();
    uploads.forEach(upload -> judgeEnd(upload, deliveries.find(upload.id())));
    uploads.stream()
        .collect(groupingBy(Upload::recipient))
        .forEach((recipient, own) -> judgeNumbers(deliveries, recipient, own));
    addAll(Guarantee.SENT_WITHOUT_NEED, duplicates.violations);
    addAll(Guarantee.WRONG_REQUEST, received.complaints());
    addAll(Guarantee.SECRET_LOGGED, log.secrets);
    addAll(Guarantee.STRANGE_FAULT, log.strange);
    judgeRun();
  }

  private void judgeVisits() {
    for (List<Visit> seen : visits.stream().collect(groupingBy(Visit::deliveryId)).values()) {
      duplicates.add(seen);
      for (int i = 0; i + 1 < seen.size(); i++) {
        Visit next = seen.get(i + 1);
        require(
            seen.get(i).behaviour() != Behaviour.ANSWER_429_RETRY_AFTER
                || next.arrivedAt()
                    .plus(ROUNDED)
                    .isAfter(seen.get(i).endedAt().plus(Behaviour.RETRY_AFTER)),
            Guarantee.RETRY_AFTER_IGNORED,
            "sent before Retry-After: " + next);
      }
    }
  }

  private void judgeEnd(Upload upload, Optional<Delivery> stored) {
    String text = "%s for %s, event %s".formatted(upload.id(), upload.recipient(), upload.event());
    require(
        visits.stream()
            .anyMatch(each -> each.isAccepted() && each.deliveryId().equals(upload.id().value())),
        Guarantee.LOST,
        "not accepted: " + text);
    require(
        stored.map(Delivery::status).equals(Optional.of(DeliveryStatus.DELIVERED)),
        Guarantee.NOT_DELIVERED,
        text + ": " + stored.map(Delivery::toString).orElse("not recorded"));
  }

  private void judgeNumbers(Deliveries deliveries, Recipient recipient, List<Upload> own) {
    ReportNumbers numbers =
        new ReportNumbers(deliveries, recipient, own.stream().map(Upload::id).toList());
    addAll(Guarantee.WRONG_NUMBERS, numbers.violations);
  }

  /// Requires that faults and kills happened: a run without them proves nothing.
  private void judgeRun() {
    require(timeline.kills() > 0, Guarantee.NOT_INJECTED, "no process was killed");
    for (Fault fault : Fault.values()) {
      require(
          timeline.faults().contains(fault),
          Guarantee.NOT_INJECTED,
          "the run must inject the fault " + fault);
    }
  }

  /// Requires that an operator finds the configuration enabled.
  void judgeEnabled(Recipient recipient, boolean isEnabled) {
    require(isEnabled, Guarantee.WRONGLY_DISABLED, "wrongly disabled: " + recipient);
  }

  /// Requires that every stored delivery is of an upload, and that all items are small.
  void judgeStored(ScannedDeliveries stored) {
    Set<String> uploaded = uploads.stream().map(each -> each.id().value()).collect(toSet());
    for (String id : stored.ids()) {
      require(uploaded.contains(id), Guarantee.WITHOUT_REPORT, "no report was uploaded for " + id);
    }
    require(
        stored.largestBytes() < MAX_ITEM_BYTES,
        Guarantee.ITEM_TOO_LONG,
        "an item has %d bytes, of at most %d".formatted(stored.largestBytes(), MAX_ITEM_BYTES));
    storedDeliveries = stored.ids().size();
  }

  private void require(boolean holds, Guarantee guarantee, String violation) {
    if (!holds) {
      addAll(guarantee, List.of(violation));
    }
  }

  private void addAll(Guarantee guarantee, List<String> sentences) {
    if (!sentences.isEmpty()) {
      violations.computeIfAbsent(guarantee, _ -> new ArrayList<>()).addAll(sentences);
    }
  }

  public boolean isGood() {
    return violations.isEmpty();
  }

  /// Prints counts, guarantees and violations.
  public void print(PrintStream out) {
    line(out, "reports uploaded", uploads.size());
    line(out, "deliveries stored", storedDeliveries);
    line(out, "requests read by receivers", visits.size());
    line(out, "kills", timeline.kills());
    line(
        out,
        "faults injected",
        timeline.faults().stream().collect(groupingBy(each -> each, counting())));
    for (Duplicates.Cause cause : Duplicates.Cause.values()) {
      line(out, "duplicates: " + cause.title, duplicates.count(cause));
    }
    for (Guarantee guarantee : Guarantee.values()) {
      line(out, guarantee.title, violations.getOrDefault(guarantee, List.of()).size());
    }
    violations.values().stream()
        .flatMap(List::stream)
        .limit(MAX_PRINTED)
        .forEach(text -> out.println("VIOLATION " + text));
    out.println(isGood() ? "every guarantee held" : "guarantees are broken");
  }

  private static void line(PrintStream out, String title, Object value) {
    out.printf("%-60s %s%n", title, value);
  }
}
