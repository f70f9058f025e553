package io.cdrwebhooks.chaos.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.chaos.Recipients;
import io.cdrwebhooks.chaos.timeline.Fault;
import io.cdrwebhooks.chaos.timeline.Kill;
import io.cdrwebhooks.chaos.timeline.Timeline;
import io.cdrwebhooks.chaos.world.Recipient.Part;
import io.cdrwebhooks.chaos.world.Report;
import io.cdrwebhooks.chaos.world.Upload;
import io.cdrwebhooks.chaos.world.Upload.Notification;
import io.cdrwebhooks.delivery.DeliveryId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final DeliveryId ID = DeliveryId.of(new UUID(1, 2));

  private final Timeline timeline = new Timeline();

  private Latencies judged(Duration took, Part part, Notification notification) {
    Latencies latencies =
        new Latencies(timeline, Map.of(ID.value(), START.plus(took)), Duration.ofSeconds(1));
    Report report =
        new Report(1, Recipients.of(part), "tx1.zip", 1, Duration.ZERO, 1, OptionalLong.empty());
    latencies.add(new Upload(report, ID, 100, START, notification));
    return latencies;
  }

  private Latencies judged(Duration took) {
    return judged(took, Part.HEALTHY, Notification.SENT);
  }

  private void fault(String text) {
    timeline.fault(
        new Fault(
            START,
            START.plusMillis(10),
            "SQS",
            "report-arrivals/ReceiveMessage",
            Fault.Type.ANSWER_LOST,
            "",
            text));
  }

  @Test
  void freshReportWithinASecondIsWell() {
    Latencies latencies = judged(Duration.ofMillis(900));
    assertThat(latencies.healthy()).containsExactly(Duration.ofMillis(900));
    assertThat(latencies.violations()).isEmpty();
  }

  @Test
  void lateFreshReportIsAViolationForHealthyReceiversOnly() {
    assertThat(judged(Duration.ofMillis(1_001)).violations()).hasSize(1);
    Latencies ordinary = judged(Duration.ofSeconds(9), Part.ORDINARY, Notification.SENT);
    assertThat(ordinary.violations()).isEmpty();
    assertThat(ordinary.all()).hasSize(1);
  }

  @Test
  void killBeforeTheArrivalIsAnExcuseAndALaterOneIsNot() {
    timeline.kill(new Kill(START.plusSeconds(5), START.plusSeconds(6), "somewhere"));
    assertThat(judged(Duration.ofSeconds(3)).violations()).hasSize(1);
    assertThat(judged(Duration.ofSeconds(6)).violations()).isEmpty();
  }

  @Test
  void firstStartIsAnExcuseForThreeSeconds() {
    timeline.began(START.minusSeconds(4));
    assertThat(judged(Duration.ofSeconds(3)).violations()).hasSize(1);
    timeline.began(START.minusSeconds(2));
    assertThat(judged(Duration.ofSeconds(3)).violations()).isEmpty();
  }

  @Test
  void backlogOfAKillIsAnExcuseAndAnyOtherIsNot() {
    timeline.kill(new Kill(START.minusSeconds(20), START.minusSeconds(10), "somewhere"));
    timeline.backlog(START.plusSeconds(1));
    assertThat(judged(Duration.ofSeconds(3)).violations()).hasSize(1);
    for (int second = -7; second < 1; second++) {
      timeline.backlog(START.plusSeconds(second));
    }
    assertThat(judged(Duration.ofSeconds(3)).violations()).isEmpty();
  }

  @Test
  void onlyAFaultOnThisVeryReportIsAnExcuse() {
    fault("some other report");
    assertThat(judged(Duration.ofSeconds(3)).violations()).hasSize(1);
    fault("\"key\":\"reports/1/tx1.zip\"");
    assertThat(judged(Duration.ofSeconds(3)).violations()).isEmpty();
  }

  @Test
  void whatWasNotAnnouncedAtOnceIsNotMeasured() {
    assertThat(judged(Duration.ofSeconds(3), Part.HEALTHY, Notification.LOST).all()).isEmpty();
    assertThat(judged(Duration.ofSeconds(3), Part.DEAD, Notification.SENT).all()).isEmpty();
  }
}
