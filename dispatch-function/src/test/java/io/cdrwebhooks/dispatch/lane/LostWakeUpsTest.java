package io.cdrwebhooks.dispatch.lane;

import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.testing.SampleWork;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.InMemoryWorkMessages.Sent;
import io.cdrwebhooks.work.WorkMessages;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A delivery that waits is found, whatever happens to the messages of its lane.
class LostWakeUpsTest {
  @AutoClose private final LaneFixture lane = new LaneFixture();
  private final DispatchSystem system = lane.system;

  @BeforeEach
  void recordWithoutSending() {
    system.lanesStandStill();
  }

  private Delivery arrive(int number) throws IOException {
    List<Delivery> before = system.deliveries.all();
    lane.arrive(number);
    return system.deliveries.all().stream()
        .filter(each -> before.stream().noneMatch(was -> was.id().equals(each.id())))
        .findFirst()
        .orElseThrow();
  }

  private void sweepForTenMinutes() throws IOException {
    for (int minute = 0; minute < 10; minute++) {
      system.now = system.now.plus(Duration.ofMinutes(1));
      int sent = system.workMessages.sent().size();
      system.schedule("sweep");
      if (system.workMessages.sent().size() > sent) {
        lane.message("");
      }
    }
  }

  /// 1. A report fails once; the lane's own message M, which names it, is due at 5 s, and waits in
  ///    the queue since others are busy. 2. A message of the sweep comes first: the report is
  ///    delivered, nothing waits, the lane is due nowhere. 3. Another report arrives: since M is on
  ///    its way, it only leaves a mark. 4. M is late by 15 s. (Or is throttled: then it is hidden
  ///    for 21 minutes.)
  private Delivery leftToTheOwnMessage() throws IOException {
    system.receiver.answer(500, "once");
    Delivery first = arrive(1);
    lane.message(",\"deliveryId\":\"" + first.id() + "\"");
    assertThat(system.workMessages.sent().getLast())
        .isEqualTo(
            new Sent(
                DueWork.OfLane.ownMessage(CONFIGURATION, Optional.of(first.id()), 1),
                Duration.ofSeconds(5)));
    system.receiver.answer(200, "");

    system.now = START.plusSeconds(6);
    lane.message(""); // the sweep's
    assertThat(system.deliveries.find(first.id()).orElseThrow().status())
        .isEqualTo(DeliveryStatus.DELIVERED);

    system.now = START.plusSeconds(8);
    int messages = system.workMessages.sent().size();
    arrive(2);
    assertThat(system.workMessages.sent()).as("it relies on M").hasSize(messages);
    return first;
  }

  /// Before all that another report failed, and waits for two hours.
  private Delivery leftToTheOwnMessageWhileAnotherWaits() throws IOException {
    system.receiver.answer(
        exchange -> {
          exchange.getResponseHeaders().add("Retry-After", "7200");
          exchange.sendResponseHeaders(503, -1);
        });
    Delivery waits = arrive(0);
    lane.message(",\"deliveryId\":\"" + waits.id() + "\"");
    return leftToTheOwnMessage();
  }

  @Test
  void reportThatReliesOnAnotherMessageIsDueSoonDespiteALongWait() throws IOException {
    Delivery _ = leftToTheOwnMessageWhileAnotherWaits();
    assertThat(system.lanes.due().get(CONFIGURATION))
        .as("when M is lost or hidden, a sweep must find what waits")
        .isBefore(START.plusSeconds(60));
  }

  /// M comes more than twelve seconds after the report that relies on it.
  @Test
  void lateMessageFindsAllReportsWhileOneWaitsForHours() throws IOException {
    Delivery first = leftToTheOwnMessageWhileAnotherWaits();
    system.now = START.plusSeconds(22);
    lane.message(",\"deliveryId\":\"" + first.id() + "\",\"hops\":1");
    sweepForTenMinutes();
    assertThat(system.deliveries.all())
        .filteredOn(each -> each.status() == DeliveryStatus.PENDING)
        .as("ten minutes and ten sweeps later only the one with a Retry-After waits")
        .hasSize(1);
  }

  /// The holder dies. The sweep has sent a message for the end of its lease, and the clock of the
  /// process that gets it is a second behind.
  @Test
  void laneOfADeadHolderIsFoundDespiteASlowClock() throws IOException {
    arrive(1);
    Instant leaseEnds = START.plusSeconds(30);
    Lane _ =
        system
            .lanes
            .acquire(SampleWork.wakeUp(CONFIGURATION), "dies", START, leaseEnds)
            .orElseThrow();
    system.now = START.plusSeconds(1);
    int sent = system.workMessages.sent().size();
    system.schedule("sweep");
    assertThat(system.workMessages.sent()).hasSize(sent + 1);
    assertThat(system.workMessages.sent().getLast().delay()).isEqualTo(Duration.ofSeconds(31));

    system.now = leaseEnds.plusSeconds(1); // by the clock of the process that gets it
    lane.message("");
    assertThat(system.deliveries.all().getFirst().status())
        .as("2 s after the lease ended")
        .isEqualTo(DeliveryStatus.DELIVERED);
  }

  /// 1. An arrival's message gives a worker the lane, and the worker dies before it claims the
  ///    report. 2. After its lease, another report arrives, whose turn does not read the index. 3.
  ///    A minute after the first arrival, the sweep's message comes.
  @Test
  void reportOfADeadHolderIsFoundAMinuteAfterItArrived() throws IOException {
    Delivery first = arrive(1);
    DueWork.OfLane message = SampleWork.wakeUp(CONFIGURATION, first.id());
    assertThat(system.lanes.acquire(message, "dies", START, START.plusSeconds(30))).isPresent();
    system.now = START.plusSeconds(31);
    Delivery second = arrive(2);
    lane.message(",\"deliveryId\":\"" + second.id() + "\"");
    assertThat(system.deliveries.find(second.id()).orElseThrow().status())
        .isEqualTo(DeliveryStatus.DELIVERED);
    Instant found = START.plus(Lanes.FOUND_WITHIN);
    assertThat(system.lanes.due()).containsEntry(CONFIGURATION, found);

    system.now = START.plusSeconds(45);
    system.schedule("sweep");
    Duration delay = Duration.ofSeconds(15).plus(Lanes.CLOCKS_APART);
    assertThat(system.workMessages.sent().getLast().delay()).isEqualTo(delay);
    system.now = found.plus(Lanes.CLOCKS_APART);
    lane.message("");
    assertThat(system.deliveries.find(first.id()).orElseThrow().status())
        .isEqualTo(DeliveryStatus.DELIVERED);
  }

  /// A check restarts a held delivery, and its worker dies before it sends the message.
  @Test
  void releasedDeliveryIsInTheDueIndexIfItsMessageIsLost() throws IOException {
    boolean[] dies = {false};
    system.watch(
        call -> {
          if (dies[0] && call.is(WorkMessages.class, "send")) {
            throw new IllegalStateException("it dies here");
          }
        });
    lane.disable();
    Delivery held = arrive(1);
    assertThat(held.status()).isEqualTo(DeliveryStatus.HELD);
    system.receiverIs(system.receiver.url(), true);
    system.now = held.progress().dueAt().orElseThrow();
    dies[0] = true;
    assertThat(system.due(held.id())).isNotEmpty();
    assertThat(system.deliveries.find(held.id()).orElseThrow().status())
        .isEqualTo(DeliveryStatus.PENDING);
    assertThat(system.lanes.due())
        .as("its message is retried after 21 minutes; a sweep must find it")
        .containsKey(CONFIGURATION);
  }
}
