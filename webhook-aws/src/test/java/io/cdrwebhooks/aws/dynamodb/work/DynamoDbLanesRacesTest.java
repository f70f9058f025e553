package io.cdrwebhooks.aws.dynamodb.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.dynamodb.TestTables;
import io.cdrwebhooks.aws.dynamodb.WatchedHttp;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.testing.Race;
import io.cdrwebhooks.testing.SampleWork;
import io.cdrwebhooks.work.DueWork;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A holder releases its lane between two requests of another process.
@SpeaksToAws
class DynamoDbLanesRacesTest {
  private static final TestTables TABLES = TestTables.create();
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  /// 1. The lane is held: the conditional write is refused. 2. Its holder gives it back, nothing
  ///    waits. 3. The mark is refused.
  @Test
  void laneReleasedDuringTheWakeUpIsDue() {
    ConfigurationId id = ConfigurationId.of(UUID.randomUUID());
    Lanes others = TABLES.lanes();
    Lane held = held(others, id);

    boolean _ =
        interruptedBy(() -> assertThat(others.release(held, "holder", Optional.empty())).isEmpty())
            .wake(id, Optional.empty(), NOW);

    Lane left = TABLES.lanes().find(id);
    assertThat(left.leasedUntil()).isEmpty();
    assertThat(left.dueAt())
        .as("lane must be due although its caller died; wokenAt: %s", left.wokenAt())
        .contains(NOW.plus(Lanes.FOUND_WITHIN));
  }

  /// 1. The lane's own message M is late by 5 s and meets a holder: its write is refused. 2. The
  ///    holder releases the lane; it sends no message, since M is on its way. 3. A report arrives
  ///    and relies on M too. 4. M must not end as a mark in a lane without a holder.
  @Test
  void ownMessageThatMeetsALaneThatIsReleasedTakesIt() {
    ConfigurationId id = ConfigurationId.of(UUID.randomUUID());
    Lanes others = TABLES.lanes();
    Lane taken = held(others, id);
    Lane sends = taken.withWakeSentFor(Optional.of(NOW.minusSeconds(2)));
    boolean[] needsMessage = {true};
    Optional<Lane> acquired =
        interruptedBy(
                () -> {
                  assertThat(others.release(sends, "holder", Optional.of(NOW.plusSeconds(10))))
                      .isEmpty();
                  needsMessage[0] = TABLES.lanes().wake(id, Optional.empty(), NOW.plusMillis(200));
                })
            .acquire(
                DueWork.OfLane.ownMessage(id, Optional.empty(), 1),
                "other",
                NOW.plusMillis(201),
                NOW.plusSeconds(31));

    assertThat(needsMessage[0]).as("the report relies on M").isFalse();
    assertThat(acquired).as("the lane is looked at").isPresent();
  }

  /// 1. An arrival's message M meets a holder: its write, which leaves the due time alone, is
  ///    refused. 2. The holder releases the lane, and nothing waits. 3. M takes the lane, which
  ///    must be due when M's worker dies.
  @Test
  void arrivalsMessageThatMeetsALaneThatIsReleasedMakesItDue() {
    ConfigurationId id = ConfigurationId.of(UUID.randomUUID());
    Lanes others = TABLES.lanes();
    Lane held = held(others, id);
    DueWork.OfLane message = SampleWork.wakeUp(id, DeliveryId.of(UUID.randomUUID()));

    Optional<Lane> acquired =
        interruptedBy(() -> assertThat(others.release(held, "holder", Optional.empty())).isEmpty())
            .acquire(message, "late", NOW.plusSeconds(1), NOW.plusSeconds(31));

    assertThat(acquired).isPresent();
    assertThat(TABLES.lanes().find(id).dueAt()).contains(NOW.plusSeconds(31));
  }

  /// 1. An arrival's message finds a free lane that is due too late: its write is refused. 2.
  ///    Another worker takes the lane. 3. The message must mark the lane for that worker.
  @Test
  void arrivalsMessageThatIsTooLateForTheLaneMarksIt() {
    ConfigurationId id = ConfigurationId.of(UUID.randomUUID());
    Lanes others = TABLES.lanes();
    Lane once =
        others.acquire(SampleWork.wakeUp(id), "once", NOW, NOW.plusSeconds(30)).orElseThrow();
    assertThat(others.release(once, "once", Optional.of(NOW.plusSeconds(7_200)))).isEmpty();
    DueWork.OfLane message = SampleWork.wakeUp(id, DeliveryId.of(UUID.randomUUID()));
    Instant now = NOW.plusSeconds(1);

    Optional<Lane> acquired =
        interruptedBy(
                () ->
                    assertThat(
                            others.acquire(
                                SampleWork.wakeUp(id), "other", now, now.plusSeconds(30)))
                        .isPresent())
            .acquire(message, "late", now, now.plusSeconds(30));

    assertThat(acquired).isEmpty();
    assertThat(TABLES.lanes().find(id).wokenAt()).contains(now);
  }

  /// The lanes of another process, which does `meanwhile` after its first request.
  private static Lanes interruptedBy(Runnable meanwhile) {
    AtomicInteger requests = new AtomicInteger();
    WatchedHttp http = new WatchedHttp();
    http.watchedBy(
        new WatchedHttp.Watch() {
          @Override
          public void after() {
            if (requests.incrementAndGet() == 1) {
              meanwhile.run();
            }
          }
        });
    return new DynamoDbLanes(TABLES.through(http).client(), TABLES.names().deliveries());
  }

  private static Lane held(Lanes lanes, ConfigurationId id) {
    return lanes.acquire(SampleWork.wakeUp(id), "holder", NOW, NOW.plusSeconds(30)).orElseThrow();
  }

  /// Reports arrive in several processes while the lane's own message is late.
  @Test
  void oneOfSeveralProcessesSendsTheLateMessageAgain() throws Exception {
    for (int round = 0; round < 5; round++) {
      ConfigurationId id = ConfigurationId.of(UUID.randomUUID());
      Lane taken = held(TABLES.lanes(), id);
      assertThat(
              TABLES
                  .lanes()
                  .release(
                      taken.withWakeSentFor(Optional.of(NOW)),
                      "holder",
                      Optional.of(NOW.plusSeconds(10))))
          .isEmpty();
      List<Boolean> answers =
          Race.of(
              6,
              i -> {
                Lanes ofProcess = TABLES.lanes();
                return () -> ofProcess.wake(id, Optional.empty(), NOW.plusSeconds(4));
              });
      assertThat(answers).containsOnlyOnce(true);
    }
  }

  /// 1. The lane's own message is late, and two reports rely on it. 2. Another message for the
  ///    lane, such as the sweep's, comes to the same process within a tenth of a second.
  @Test
  void messageTakesAFreeLaneThoughReportsRelyOnAnother() {
    ConfigurationId id = ConfigurationId.of(UUID.randomUUID());
    Lanes lanes = TABLES.lanes();
    Lane taken = held(lanes, id);
    Lane sends = taken.withWakeSentFor(Optional.of(NOW));
    assertThat(lanes.release(sends, "holder", Optional.of(NOW.plusSeconds(10)))).isEmpty();
    Instant late = NOW.plus(Lanes.WAKE_DELAY);
    assertThat(lanes.wake(id, Optional.empty(), late)).isFalse();
    assertThat(lanes.wake(id, Optional.empty(), late.plusMillis(10))).isFalse();

    assertThat(
            lanes.acquire(
                SampleWork.wakeUp(id), "other", late.plusMillis(20), late.plusSeconds(30)))
        .as("the own message may be lost")
        .isPresent();
  }
}
