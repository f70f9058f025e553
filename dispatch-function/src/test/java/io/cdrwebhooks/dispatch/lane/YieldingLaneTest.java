package io.cdrwebhooks.dispatch.lane;

import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.dispatch.TestContext;
import io.cdrwebhooks.terms.SendLimits;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.InMemoryWorkMessages.Sent;
import io.cdrwebhooks.work.WorkMessages;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests when the turn of a lane ends while other lanes wait, and which message continues it.
class YieldingLaneTest {
  @AutoClose private final LaneFixture lane = new LaneFixture();
  private final DispatchSystem system = lane.system;

  @Test
  void turnEndsWhenOtherLanesWait() throws IOException {
    lane.arrive(1, 200);
    system.workMessages.othersWait(true);
    lane.eachRequestTakes(Duration.ofMillis(100));
    lane.message("");

    assertThat(system.receiver.received).hasSizeBetween(50, 80);
    assertThat(system.workMessages.sent())
        .last()
        .isEqualTo(
            new Sent(DueWork.OfLane.ownMessage(CONFIGURATION, Optional.empty(), 1), Duration.ZERO));
  }

  /// While the worker asks whether others wait, another message comes for the lane.
  @Test
  void yieldingLaneSendsItsMessageDespiteAnotherOne() throws IOException {
    lane.arrive(1, 80);
    system.limitTo(new SendLimits(1, OptionalInt.empty()));
    system.workMessages.othersWait(true);
    system.watch(
        call -> {
          if (call.is(WorkMessages.class, "othersWait")) {
            LaneFixture.await(() -> assertThat(lane.message("")).isEmpty());
          }
        });
    lane.eachRequestTakes(Duration.ofMillis(100));
    lane.message("");

    assertThat(lane.with(DeliveryStatus.PENDING)).isPositive();
    assertThat(system.lanes.find(CONFIGURATION).wakeSentFor()).isPresent();
    assertThat(system.workMessages.sent().stream().map(Sent::work))
        .as("new reports rely on the lane's own message")
        .contains(DueWork.OfLane.ownMessage(CONFIGURATION, Optional.empty(), 1));
  }

  /// The count of the queue may be a minute old.
  @Test
  void turnEndsWhenItsOwnMessageHasWaited() throws IOException {
    lane.arrive(1, 200);
    lane.sendsItsMessageFor(START);
    system.now = START.plusSeconds(3);
    lane.eachRequestTakes(Duration.ofMillis(100));
    lane.message(",\"hops\":1");

    assertThat(system.receiver.received).hasSizeBetween(50, 80);
  }

  /// The lane's own message is due at START. Another message, sent `sentAfter` seconds later,
  /// arrives `comesAfter` seconds after START.
  @ParameterizedTest
  @CsvSource({
    "  4,   5, true, false", // the own message is late
    "  4,  60, false, false", // both wait in a long queue
    "121, 180, true, true", // the own message is lost: its sender died
  })
  void laneIsLeftToItsOwnMessageInALongQueue(
      int sentAfter, int comesAfter, boolean works, boolean sendsAnother) throws IOException {
    lane.arrive(1, 200);
    lane.sendsItsMessageFor(START);
    system.now = START.plusSeconds(comesAfter);
    system.limitTo(new SendLimits(1, OptionalInt.empty()));
    system.remaining(TestContext.remaining(61_000));
    lane.eachRequestTakes(Duration.ofMillis(500));
    lane.message(",\"at\":" + START.plusSeconds(sentAfter).toEpochMilli());

    assertThat(lane.with(DeliveryStatus.PENDING)).isPositive();
    assertThat(system.receiver.received.isEmpty()).isEqualTo(!works);
    assertThat(system.workMessages.sent().stream().filter(sent -> isLanesOwn(sent.work())))
        .hasSize(sendsAnother ? 1 : 0);
    assertThat(system.lanes.find(CONFIGURATION).dueAt().orElseThrow())
        .isBeforeOrEqualTo(system.now);
  }

  private static boolean isLanesOwn(DueWork work) {
    return work instanceof DueWork.OfLane lane && lane.hops() > 0;
  }

  @Test
  void longChainOfMessagesIsLeftToTheSweep() throws IOException {
    system.receiver.answer(500, "down");
    lane.arrive(1);
    int sent = system.workMessages.sent().size();
    lane.message(",\"hops\":12");

    assertThat(system.workMessages.sent()).hasSize(sent);
    assertThat(system.lanes.due()).containsEntry(CONFIGURATION, START.plusSeconds(5));
  }
}
