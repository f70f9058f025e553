package io.cdrwebhooks.chaos.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KillerTest {
  private final Timeline timeline = new Timeline();
  private final AtomicInteger deaths = new AtomicInteger();
  private final Killer killer = new Killer(Duration.ZERO, Set.of("here"), timeline);

  private void work() {
    for (int i = 0; i < 10; i++) {
      killer.sawProgress();
    }
  }

  @Test
  void eachPointHasOneKillAndTheCostliestComeFirst() {
    killer.aim(deaths::incrementAndGet);
    work();
    assertThat(killer.strikes("there")).isFalse();
    assertThat(killer.strikes("here")).isTrue();
    work();
    assertThat(killer.strikes("here")).isFalse();
    assertThat(killer.strikes("there")).isTrue();
    assertThat(deaths).hasValue(2);
    assertThat(timeline.kills()).isEqualTo(2);
    assertThat(killer.strikes("later")).isFalse();
    assertThat(killer.cutPoints())
        .containsEntry("here", true)
        .containsEntry("there", true)
        .containsEntry("later", false);
  }

  @Test
  void processWithoutARecordIsNotKilled() {
    killer.aim(deaths::incrementAndGet);
    assertThat(killer.strikes("here")).isFalse();
    work();
    assertThat(killer.strikes("here")).isTrue();
  }

  @Test
  void noProcessIsKilledBeforeTheFirstAimOrAtRest() {
    work();
    assertThat(killer.strikes("here")).isFalse();
    killer.aim(deaths::incrementAndGet);
    killer.rest();
    work();
    assertThat(killer.strikes("here")).isFalse();
    assertThat(deaths).hasValue(0);
  }
}
