package io.cdrwebhooks.chaos.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KillerTest {
  private final Timeline timeline = new Timeline();
  private final AtomicInteger deaths = new AtomicInteger();

  private Killer aimed(Killer.Plan plan) {
    Killer killer = new Killer(plan, new Dice(1), timeline);
    killer.aim(deaths::incrementAndGet);
    working(killer);
    return killer;
  }

  private static void working(Killer killer) {
    for (int i = 0; i < 10; i++) {
      killer.sawProgress();
    }
  }

  @Test
  void killsOnlyAtRequestedPoints() {
    Killer killer = aimed(new Killer.Plan(Duration.ZERO, 9, "here"::equals));
    assertThat(killer.strikes("there")).isFalse();
    assertThat(killer.strikes("here")).isTrue();
    assertThat(deaths).hasValue(1);
    assertThat(killer.cutPoints()).containsEntry("here", true).containsEntry("there", false);
  }

  @Test
  void restartingProcessIsNotKilledAgain() {
    Killer killer = aimed(Killer.Plan.everywhere(Duration.ZERO));
    assertThat(killer.strikes("here")).isTrue();
    working(killer);
    assertThat(killer.strikes("here")).isFalse();
    assertThat(killer.strikes("there")).isFalse();
  }

  @Test
  void processWithoutARecordIsNotKilled() {
    Killer killer = new Killer(Killer.Plan.everywhere(Duration.ZERO), new Dice(1), timeline);
    killer.aim(deaths::incrementAndGet);
    assertThat(killer.strikes("here")).isFalse();
    working(killer);
    assertThat(killer.strikes("here")).isTrue();
  }

  @Test
  void noProcessIsKilledBeforeTheFirstAimOrAtRest() {
    Killer killer = new Killer(Killer.Plan.everywhere(Duration.ZERO), new Dice(1), timeline);
    working(killer);
    assertThat(killer.strikes("here")).isFalse();
    killer.aim(deaths::incrementAndGet);
    killer.rest();
    working(killer);
    assertThat(killer.strikes("here")).isFalse();
    assertThat(deaths).hasValue(0);
  }

  @Test
  void finishedKillIsInTheTimeline() {
    Killer killer = aimed(Killer.Plan.everywhere(Duration.ZERO));
    Instant before = Instant.now();
    assertThat(killer.strikes("here")).isTrue();
    killer.rest();
    assertThat(timeline.kills()).hasSize(1);
    assertThat(timeline.killedWithin(before, Instant.now())).isTrue();
    assertThat(timeline.killedWithin(Instant.MIN, before.minusSeconds(1))).isFalse();
  }

  @Test
  void hasWorkUntilEachReachedPointHadAKill() {
    Killer killer = aimed(new Killer.Plan(Duration.ofHours(1), 9, "here"::equals));
    killer.strikes("there");
    assertThat(killer.hasWork()).isFalse();
    assertThat(killer.strikes("here")).isFalse();
    assertThat(killer.hasWork()).isTrue();
  }
}
