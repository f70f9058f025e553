package io.cdrwebhooks.chaos.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.chaos.Dice;
import io.cdrwebhooks.chaos.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KillerTest {
  private final Timeline timeline = new Timeline();
  private final AtomicInteger deaths = new AtomicInteger();

  private Killer aimed(KillPlan plan) {
    Killer killer = new Killer(plan, new Dice(1), timeline);
    killer.aimAt(deaths::incrementAndGet);
    working(killer);
    return killer;
  }

  private static void working(Killer killer) {
    for (int i = 0; i < 10; i++) {
      killer.sawProgress();
    }
  }

  @Test
  void strikesAtAPointThatIsWantedAndAtNoOther() {
    Killer killer = aimed(new KillPlan(Duration.ZERO, 9, 1, "here"::equals));
    assertThat(killer.strikes("there")).isFalse();
    assertThat(killer.strikes("here")).isTrue();
    assertThat(deaths).hasValue(1);
    assertThat(killer.cutPoints()).containsEntry("here", 1).containsEntry("there", 0);
  }

  @Test
  void processThatIsNotBackIsNotKilledAgain() {
    Killer killer = aimed(KillPlan.everywhere(Duration.ZERO, 5));
    assertThat(killer.strikes("here")).isTrue();
    working(killer);
    assertThat(killer.strikes("here")).isFalse();
    assertThat(killer.strikes("there")).isFalse();
  }

  @Test
  void processThatHasDoneNothingYetIsNotKilled() {
    Killer killer = new Killer(KillPlan.everywhere(Duration.ZERO, 1), new Dice(1), timeline);
    killer.aimAt(deaths::incrementAndGet);
    assertThat(killer.strikes("here")).isFalse();
    working(killer);
    assertThat(killer.strikes("here")).isTrue();
  }

  @Test
  void nobodyIsKilledBeforeTheFirstAimOrAtRest() {
    Killer killer = new Killer(KillPlan.everywhere(Duration.ZERO, 1), new Dice(1), timeline);
    working(killer);
    assertThat(killer.strikes("here")).isFalse();
    killer.aimAt(deaths::incrementAndGet);
    killer.rest();
    working(killer);
    assertThat(killer.strikes("here")).isFalse();
    assertThat(deaths).hasValue(0);
  }

  @Test
  void killStandsInTheTimelineOnceItIsOver() {
    Killer killer = aimed(KillPlan.everywhere(Duration.ZERO, 1));
    Instant before = Instant.now();
    assertThat(killer.strikes("here")).isTrue();
    killer.rest();
    assertThat(timeline.kills()).hasSize(1);
    assertThat(timeline.killedWithin(before, Instant.now())).isTrue();
    assertThat(timeline.killedWithin(Instant.MIN, before.minusSeconds(1))).isFalse();
  }

  @Test
  void hasWorkUntilEveryWantedPointThatCameByHadItsTurn() {
    Killer killer = aimed(new KillPlan(Duration.ZERO, 9, 1, "here"::equals));
    killer.strikes("there");
    assertThat(killer.hasWork()).isFalse();
    killer.pauseFor(Duration.ofHours(1));
    killer.strikes("here");
    assertThat(killer.hasWork()).isTrue();
  }
}
