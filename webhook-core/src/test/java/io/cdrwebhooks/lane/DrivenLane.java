package io.cdrwebhooks.lane;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.terms.SendLimits;
import io.cdrwebhooks.testing.SampleWork;
import io.cdrwebhooks.work.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.UUID;

/// A lane whose turns run in virtual time, against a receiver that is a function.
final class DrivenLane {
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  static final LaneRules RULES =
      new LaneRules(
          BreakerRules.STANDARD,
          Duration.ofMinutes(1),
          Duration.ofMillis(500),
          Duration.ofHours(76),
          Duration.ofSeconds(30),
          Duration.ofMinutes(15));

  final Map<DeliveryId, Waiting> waiting = new HashMap<>();
  final List<Sent> sent = new ArrayList<>();
  final List<DeliveryId> givenUp = new ArrayList<>();
  final List<DueWork.OfLane> messages = new ArrayList<>();
  Instant now = START;
  SendLimits limits = SendLimits.STANDARD;
  Lane lane = Lane.unused(ConfigurationId.of(UUID.randomUUID()));
  Receiver receiver = (_, _) -> new Answer(new SendResult.Delivered(), Duration.ofMillis(50));

  /// The time after which a turn must end, because other lanes wait.
  Duration turnLasts = Duration.ofDays(1);

  int mostInFlight;
  int looks;
  private int endsAfter = -1;
  private Instant turnEnds = Instant.MAX;
  private Optional<LaneTurn> turn = Optional.empty();
  private final PriorityQueue<Arrival> arrivals =
      new PriorityQueue<>(Comparator.comparing(Arrival::at));
  private final PriorityQueue<Ending> inFlight =
      new PriorityQueue<>(Comparator.comparing(Ending::at));

  record Sent(DeliveryId delivery, Instant at, boolean probe) {}

  record Answer(SendResult ended, Duration after) {}

  private record Ending(DeliveryId delivery, Instant at, SendResult ended) {}

  private record Arrival(DeliveryId delivery, Instant at) {}

  interface Receiver {
    Answer answer(DeliveryId delivery, Instant at);
  }

  /// The number of given-up deliveries after which the turn must end.
  void endsAfterGivingUp(int deliveries) {
    endsAfter = deliveries;
  }

  DeliveryId waits(Instant since) {
    return waits(since, since);
  }

  DeliveryId waits(Instant dueAt, Instant roundBeganAt) {
    DeliveryId id = DeliveryId.of(UUID.randomUUID());
    waiting.put(id, new Waiting(id, dueAt, roundBeganAt));
    return id;
  }

  /// Deliveries that wait, each due `between` after the one before.
  List<DeliveryId> wait(int number, Instant first, Duration between) {
    List<DeliveryId> all = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      all.add(waits(first.plus(between.multipliedBy(i))));
    }
    return all;
  }

  List<DeliveryId> sentIds() {
    return sent.stream().map(Sent::delivery).toList();
  }

  /// The message about a delivery that was just recorded.
  DueWork.OfLane messageAbout(DeliveryId named) {
    return SampleWork.wakeUp(lane.configuration(), named);
  }

  /// Records a delivery at `at`, which only a read of the index finds.
  DeliveryId arrives(Instant at) {
    DeliveryId id = DeliveryId.of(UUID.randomUUID());
    arrivals.add(new Arrival(id, at));
    return id;
  }

  /// The current turn, for a receiver that wants to change it.
  LaneTurn turn() {
    return turn.orElseThrow();
  }

  /// Plays one turn and returns when the lane is due again.
  Optional<Instant> play() {
    return play(SampleWork.wakeUp(lane.configuration()));
  }

  /// Plays one turn because of a message.
  Optional<Instant> play(DueWork.OfLane work) {
    LaneTurn playing = taken(work);
    turn = Optional.of(playing);
    while (true) {
      TurnStep next = playing.next(now);
      switch (next) {
        case TurnStep.Send(DeliveryId delivery) -> send(delivery, false);
        case TurnStep.Probe(DeliveryId delivery) -> send(delivery, true);
        case TurnStep.GiveUp(DeliveryId delivery, Instant _) -> {
          givenUp.add(delivery);
          waiting.remove(delivery);
          if (givenUp.size() == endsAfter) {
            playing.end();
          }
          playing.attemptEnded(delivery, new SendResult.Dropped(), 0, now);
        }
        case TurnStep.ReadPage look -> {
          looks++;
          playing.pageRead(look, page(look.from()), now);
        }
        case TurnStep.Wait(Instant until) -> await(playing, until);
        case TurnStep.Done(Lane state, Optional<Instant> wakeAt, var message) -> {
          lane = state.withDueAt(wakeAt);
          messages.addAll(message.stream().toList());
          return wakeAt;
        }
      }
    }
  }

  /// Plays turns as they become due, up to `end` or until nothing is due any more.
  void playUntil(Instant end) {
    Optional<Instant> wakeAt = play();
    while (wakeAt.filter(end::isAfter).isPresent()) {
      now = wakeAt.get().isAfter(now) ? wakeAt.get() : now;
      arrive();
      wakeAt = play();
    }
  }

  LaneTurn taken(DueWork.OfLane work) {
    turnEnds = now.plus(turnLasts);
    LaneTurn taken = new LaneTurn(lane, work, limits, RULES);
    taken.workArrived(work, now);
    return taken;
  }

  private void send(DeliveryId delivery, boolean probe) {
    sent.add(new Sent(delivery, now, probe));
    Answer answer = receiver.answer(delivery, now);
    inFlight.add(new Ending(delivery, now.plus(answer.after()), answer.ended()));
    mostInFlight = Math.max(mostInFlight, inFlight.size());
  }

  private void await(LaneTurn playing, Instant until) {
    Instant next = until;
    if (!inFlight.isEmpty() && inFlight.peek().at().isBefore(next)) {
      next = inFlight.peek().at();
    }
    if (!arrivals.isEmpty() && arrivals.peek().at().isBefore(next)) {
      next = arrivals.peek().at();
    }
    if (next.equals(Instant.MAX)) {
      throw new AssertionError("the turn waits for nothing");
    }
    if (now.isBefore(turnEnds) && !turnEnds.isAfter(next)) {
      next = turnEnds;
      playing.end();
    }
    now = next.isAfter(now) ? next : now;
    arrive();
    while (!inFlight.isEmpty() && !inFlight.peek().at().isAfter(now)) {
      Ending ending = inFlight.remove();
      note(ending);
      playing.attemptEnded(ending.delivery(), ending.ended(), 0, now);
    }
  }

  /// A new delivery's message marks the lane, and the holder reads the mark.
  private void arrive() {
    Optional<Instant> wokenAt = lane.wokenAt();
    while (!arrivals.isEmpty() && !arrivals.peek().at().isAfter(now)) {
      Arrival arrival = arrivals.remove();
      waiting.put(arrival.delivery(), new Waiting(arrival.delivery(), arrival.at(), arrival.at()));
      wokenAt = Optional.of(now);
    }
    if (!wokenAt.equals(lane.wokenAt())) {
      lane = lane.with(new Lane.Marks(wokenAt, lane.askedAt()));
      turn().laneRead(lane, now);
    }
  }

  private void note(Ending ending) {
    switch (ending.ended()) {
      case SendResult.Delivered() -> waiting.remove(ending.delivery());
      case SendResult.Failed(var _, var nextAt) -> {
        if (nextAt.isEmpty()) {
          waiting.remove(ending.delivery());
        } else {
          waiting.computeIfPresent(
              ending.delivery(), (id, was) -> new Waiting(id, nextAt.get(), was.roundBeganAt()));
        }
      }
      case SendResult.Inconclusive _,
          SendResult.NotSent _,
          SendResult.Faulted _,
          SendResult.OurFault _ -> {}
    }
  }

  /// A failure of the last request. A probe stays due; after any other attempt the next one is due
  /// in five seconds.
  Answer refused(DeliveryId id) {
    Instant nextAt = sent.getLast().probe() ? waiting.get(id).dueAt() : now.plusSeconds(5);
    return new Answer(
        new SendResult.Failed(Optional.empty(), Optional.of(nextAt)), Duration.ofMillis(10));
  }

  private Lanes.Page page(Instant from) {
    List<Waiting> all =
        waiting.values().stream()
            .filter(each -> !each.dueAt().isBefore(from))
            .sorted(Comparator.comparing(Waiting::dueAt))
            .toList();
    return new Lanes.Page(all.subList(0, Math.min(100, all.size())), all.size() > 100);
  }
}
