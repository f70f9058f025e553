package io.cdrwebhooks.dispatch;

import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static io.cdrwebhooks.dispatch.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.work.InMemoryDueAttempts.Sent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SweepTest {
  @AutoClose private final DispatchSystem system = new DispatchSystem().withTask();

  @BeforeEach
  void start() throws IOException {
    system.receiver.answer(500, "down");
    system.invoke(event(system.put("tx00001.zip", "v1", Map.of("number-of-lines", "2"))));
    assertThat(system.dueAttempts.sent().getLast().delay())
        .as("the lane's own message")
        .isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void laneIsAnnouncedEveryFiveMinutesWhileItIsOverdue() throws IOException {
    assertThat(sentInTwoHours(START.plus(Duration.ofMinutes(1)))).hasSize(24);
  }

  @Test
  void endedDeliveryIsAnnouncedOnceAnHour() throws IOException {
    system.receiver.answer(200, "");
    system.nextAttempt();
    Instant unused = START.plusSeconds(5).plus(Pace.STANDARD.linkUnusedAfter());
    assertThat(sentInTwoHours(unused.plus(Duration.ofMinutes(1)))).hasSize(2);
  }

  private List<Sent> sentInTwoHours(Instant from) throws IOException {
    for (int minutes = 0; minutes < 120; minutes++) {
      system.now = from.plus(Duration.ofMinutes(minutes));
      system.schedule("sweep");
    }
    return sentBySweeps();
  }

  @Test
  void entryWithANewDueTimeIsAnnouncedAgain() throws IOException {
    system.now = START.plus(Duration.ofMinutes(1));
    system.schedule("sweep");
    system.due(system.delivery().id());
    system.now = START.plus(Duration.ofMinutes(6));
    system.schedule("sweep");

    assertThat(sentBySweeps()).extracting(Sent::delay).contains(Duration.ZERO, Duration.ZERO);
  }

  @Test
  void recentlyDueWorkIsAnnouncedOnlyForLanes() throws IOException {
    system.now = START.plusSeconds(6);
    system.schedule("sweep");
    assertThat(sentBySweeps()).as("its holder may have died").hasSize(1);

    system.receiver.answer(200, "");
    system.nextAttempt();
    int before = sentBySweeps().size();
    system.now = system.delivery().progress().dueAt().orElseThrow().plusSeconds(20);
    system.schedule("sweep");
    assertThat(sentBySweeps()).hasSize(before);
  }

  @Test
  void oldestOverdueAttemptIsMeasuredByItsDueTime() throws IOException {
    system.now = START.plusSeconds(5).plus(Duration.ofMinutes(90));
    system.schedule("sweep");
    system.schedule("sweep");

    assertThat(system.metrics.getLast()).contains("\"OldestOverdueAttemptSeconds\":5400");
  }

  private List<Sent> sentBySweeps() {
    return system.dueAttempts.sent().stream()
        .skip(2)
        .filter(sent -> !sent.delay().equals(Duration.ofSeconds(5)))
        .filter(sent -> !sent.delay().equals(Duration.ofSeconds(30)))
        .toList();
  }
}
