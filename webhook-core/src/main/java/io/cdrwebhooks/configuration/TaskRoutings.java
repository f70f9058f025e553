package io.cdrwebhooks.configuration;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// All routings of a task with their beginnings, the oldest first. They stay stored after the task
/// is deleted.
///
/// A report belongs to the routing at its upload, however late its event arrives. So no later owner
/// of a task gets the reports of an earlier one.
public record TaskRoutings(List<Since> history) {
  /// The routings of a task that never existed.
  public static final TaskRoutings NONE = new TaskRoutings(List.of());

  /// The most routings that are kept. Beyond that, the oldest two are merged into one
  /// [Routing.Off], so reports from their time are no longer announced.
  static final int MAX_COUNT = 50;

  /// The time from the beginning of a second to its last millisecond.
  private static final Duration REST_OF_SECOND = Duration.ofMillis(999);

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

  /// Returns the present routing, the last of the history.
  public Since present() {
    return history.isEmpty() ? new Since(Instant.EPOCH, new Routing.NoTask()) : history.getLast();
  }

  /// Returns the present configuration; empty if the option is off, or if there is no task.
  public Optional<ConfigurationId> configuration() {
    return present().routing() instanceof Routing.To(ConfigurationId id)
        ? Optional.of(id)
        : Optional.empty();
  }

  /// Returns the routings after a change at `now`; unchanged if `routing` applies already. If the
  /// clock is slow, the new routing begins together with the last one.
  public TaskRoutings then(Routing routing, Instant now) {
    if (present().routing().equals(routing)) {
      return this;
    }
    List<Since> longer = new ArrayList<>(history);
    longer.add(new Since(now.isBefore(present().since()) ? present().since() : now, routing));
    if (longer.size() > MAX_COUNT) {
      Since oldest = longer.removeFirst();
      longer.set(0, new Since(oldest.since(), new Routing.Off()));
    }
    return new TaskRoutings(longer);
  }

  /// Returns the routing for a report that was uploaded at this time.
  ///
  /// S3's first events have milliseconds, its other times whole seconds. If the time has
  /// milliseconds and a configuration had the task then, that configuration gets the report.
  /// Otherwise the whole second decides, so that both events of a report agree: a report that was
  /// uploaded in the second of a change stays with the earlier configuration. If there was no
  /// earlier configuration, the first one gets it. Otherwise a report could be lost just after a
  /// person turned the Webhook option on.
  public Routing at(Instant uploadedAt) {
    int index = indexAt(uploadedAt);
    return index < 0 ? new Routing.NoTask() : history.get(index).routing();
  }

  /// Returns when the routing that [#at] returns ended; empty if it still applies.
  public Optional<Instant> endOfRoutingAt(Instant uploadedAt) {
    int next = indexAt(uploadedAt) + 1;
    return next < history.size() ? Optional.of(history.get(next).since()) : Optional.empty();
  }

  /// Returns the index of the routing that [#at] returns; -1 before the first routing.
  private int indexAt(Instant uploadedAt) {
    Instant second = uploadedAt.truncatedTo(ChronoUnit.SECONDS);
    int exact = lastBegunBy(uploadedAt);
    if (!uploadedAt.equals(second) && hasConfiguration(exact)) {
      return exact;
    }
    int earlier = lastBegunBy(second);
    int last = lastBegunBy(second.plus(REST_OF_SECOND));
    return hasConfiguration(earlier)
        ? earlier
        : IntStream.rangeClosed(earlier + 1, last)
            .filter(this::hasConfiguration)
            .findFirst()
            .orElse(last);
  }

  private int lastBegunBy(Instant time) {
    int last = history.size() - 1;
    while (last >= 0 && history.get(last).since().isAfter(time)) {
      last--;
    }
    return last;
  }

  private boolean hasConfiguration(int index) {
    return index >= 0 && history.get(index).routing() instanceof Routing.To;
  }

  /// Returns the configuration that may get a report which was uploaded at `uploadedAt`, before its
  /// task existed: the first configuration of the task. No later configuration may get the report,
  /// however late it is recorded. Empty if the task has had no configuration.
  ///
  /// If the task was deleted before `uploadedAt`, only configurations after the deletion count. If
  /// the first configuration may be one that the history no longer has, none gets the report.
  public Optional<ConfigurationId> firstFor(Instant uploadedAt) {
    Optional<ConfigurationId> first = Optional.empty();
    boolean isKnown =
        history.size() < MAX_COUNT || !(history.getFirst().routing() instanceof Routing.Off);
    for (Since each : history) {
      switch (each.routing()) {
        case Routing.To(ConfigurationId id) -> first = first.or(() -> Optional.of(id));
        case Routing.Off() -> {}
        case Routing.NoTask() -> {
          if (!each.since().isAfter(uploadedAt)) {
            first = Optional.empty();
            isKnown = true;
          }
        }
      }
    }
    return isKnown ? first : Optional.empty();
  }
}
