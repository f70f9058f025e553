package io.cdrwebhooks.configuration;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All routings of a task with their beginnings, the oldest first. They stay stored after the task
/// is deleted.
///
/// A report belongs to the routing at its upload, however late its event arrives. So no later owner
/// of a task gets the reports of an earlier one.
public record TaskRoutings(List<Since> history) {
  /// The routings of a task that never existed.
  public static final TaskRoutings NONE = new TaskRoutings(List.of());

  /// The most routings that are kept. If there are more, the oldest two become one that is
  /// [Routing.Off], so that reports from that time are no longer announced.
  static final int MOST = 50;

  /// A routing that applies from `since` until the next one begins. `since` is in whole
  /// milliseconds.
  public record Since(Instant since, Routing routing) {}

  public TaskRoutings {
    history = List.copyOf(history);
    for (int i = 1; i < history.size(); i++) {
      if (history.get(i).since().isBefore(history.get(i - 1).since())) {
        throw new IllegalArgumentException("routings must be in the order of time: " + history);
      }
    }
  }

  /// Returns the present routing, which is the last one.
  public Since present() {
    return history.isEmpty() ? new Since(Instant.EPOCH, new Routing.NoTask()) : history.getLast();
  }

  /// Returns the present configuration; empty if the option is off, or if there is no task.
  public Optional<ConfigurationId> configuration() {
    return present().routing() instanceof Routing.To(ConfigurationId id)
        ? Optional.of(id)
        : Optional.empty();
  }

  /// Returns the routings after a change at `now`; the same if `routing` applies already. If the
  /// clock is slow, the new routing begins together with the last one.
  public TaskRoutings then(Routing routing, Instant now) {
    if (present().routing().equals(routing)) {
      return this;
    }
    List<Since> longer = new ArrayList<>(history);
    longer.add(new Since(now.isBefore(present().since()) ? present().since() : now, routing));
    if (longer.size() > MOST) {
      Since oldest = longer.removeFirst();
      longer.set(0, new Since(oldest.since(), new Routing.Off()));
    }
    return new TaskRoutings(longer);
  }

  /// Returns the routing for a report that was uploaded at this time.
  ///
  /// S3's times have whole seconds. So a report that was uploaded in the second of a change belongs
  /// to the new routing. Otherwise a report could be lost just after a person turned the Webhook
  /// option on.
  public Routing at(Instant uploadedAt) {
    return history.reversed().stream()
        .filter(each -> hasBegun(each, uploadedAt))
        .findFirst()
        .map(Since::routing)
        .orElseGet(Routing.NoTask::new);
  }

  /// Returns when the routing of [#at] ended; empty if it still applies.
  public Optional<Instant> endOfThatAt(Instant uploadedAt) {
    return history.stream()
        .filter(each -> !hasBegun(each, uploadedAt))
        .findFirst()
        .map(Since::since);
  }

  private static boolean hasBegun(Since each, Instant uploadedAt) {
    return !uploadedAt.isBefore(each.since().truncatedTo(ChronoUnit.SECONDS));
  }

  /// Returns the configuration that may get a report which was uploaded before its task existed and
  /// was recorded at `recordedAt`: the first configuration of the task. No later configuration may
  /// get the report. Empty if the task has had no configuration.
  ///
  /// If the task was deleted before `recordedAt`, only configurations after the deletion count.
  public Optional<ConfigurationId> firstFor(Instant recordedAt) {
    Optional<ConfigurationId> first = Optional.empty();
    for (Since each : history) {
      switch (each.routing()) {
        case Routing.To(ConfigurationId id) -> first = first.or(() -> Optional.of(id));
        case Routing.Off() -> {}
        case Routing.NoTask() -> {
          if (!each.since().isAfter(recordedAt)) {
            first = Optional.empty();
          }
        }
      }
    }
    return first;
  }
}
