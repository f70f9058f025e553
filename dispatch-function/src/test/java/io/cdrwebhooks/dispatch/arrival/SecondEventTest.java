package io.cdrwebhooks.dispatch.arrival;

import static io.cdrwebhooks.dispatch.DispatchSystem.BUCKET;
import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static io.cdrwebhooks.dispatch.DispatchSystem.TASK;
import static io.cdrwebhooks.dispatch.TestEvents.event;
import static io.cdrwebhooks.dispatch.TestEvents.second;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.awsevents.SqsBatch.SqsMessage;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.dispatch.CallWatch;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportMetadata;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.Zips;
import io.cdrwebhooks.testing.SampleWork;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.InMemoryWorkMessages.Sent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// S3 announces each object twice. The second event, a quarter of an hour later, finds out whether
/// the first one was lost.
class SecondEventTest {
  private static final DueWork.OfLane ANY_WORK = SampleWork.wakeUp(CONFIGURATION);
  private static final Instant UPLOADED = START.minus(Duration.ofMinutes(15));

  @AutoClose private final DispatchSystem system = new DispatchSystem().withTask();

  @Test
  void reportWithALostEventIsAnnouncedAndOperatorsHearOfIt() throws IOException {
    ReportVersion report = system.put("lost.zip", "v1");

    assertThat(system.invoke(second(report, UPLOADED))).isEmpty();

    assertThat(system.delivery().status()).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(system.receiver.received).hasSize(1);
    assertThat(system.log).anyMatch(line -> line.contains("report.missed"));
    assertThat(system.metrics).anyMatch(line -> line.contains("\"ReportsReconciled\":1"));
  }

  @Test
  void knownReportCostsOneReadAndNothingElse() throws IOException {
    ReportVersion report = system.put("known.zip", "v1");
    system.invoke(event(report, UPLOADED));
    List<String> calls = new ArrayList<>();
    system.watch(call -> calls.add(call.method()));

    assertThat(system.invoke(second(report, UPLOADED))).isEmpty();

    assertThat(calls).containsExactly("findEventually", "add");
    assertThat(system.receiver.received).hasSize(1);
  }

  /// The report came in a burst, so it only marked the lane, and the index showed it after the last
  /// read. The lane has no due time any more.
  @Test
  void recordedReportThatNoLaneSeesIsSent() throws IOException {
    system.lanesStandStill();
    ReportVersion report = system.put("unseen.zip", "v1");
    system.invoke(event(report, UPLOADED));
    Lane forgotten = system.lanes.acquire(ANY_WORK, "h", START, START.plusSeconds(30)).get();
    assertThat(system.lanes.release(forgotten, "h", Optional.empty())).isEmpty();
    assertThat(system.lanes.due()).isEmpty();
    int sent = system.workMessages.sent().size();

    system.now = START.plus(Duration.ofMinutes(15));
    assertThat(system.invoke(second(report, UPLOADED))).isEmpty();

    assertThat(system.lanes.due()).containsKey(CONFIGURATION);
    assertThat(system.workMessages.sent().subList(sent, system.workMessages.sent().size()))
        .containsExactly(new Sent(ANY_WORK, Duration.ZERO));
    system.invoke("{\"lane\":\"" + CONFIGURATION + "\"}");
    assertThat(system.delivery().status()).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  void secondEventWakesNoLaneThatWaitsForItsProbe() throws IOException {
    system.receiver.answer(500, "down");
    List<ReportVersion> reports = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      reports.add(system.put(i + ".zip", "v1"));
      system.invoke(event(reports.getLast(), UPLOADED));
    }
    system.now = system.lanes.find(CONFIGURATION).breaker().probeAt().orElseThrow();
    while (system.now.isBefore(START.plus(Duration.ofMinutes(15)))) {
      system.invoke("{\"lane\":\"" + CONFIGURATION + "\"}");
      system.now = system.lanes.find(CONFIGURATION).breaker().probeAt().orElseThrow();
    }
    system.now = system.now.minusSeconds(60);
    int requests = system.receiver.received.size();
    int sent = system.workMessages.sent().size();

    assertThat(system.invoke(second(reports.getLast(), UPLOADED))).isEmpty();

    assertThat(system.workMessages.sent()).hasSize(sent);
    assertThat(system.receiver.received).hasSize(requests);
  }

  @Test
  void eventsMayComeInAnyOrderAndNumber() throws IOException {
    ReportVersion report = system.put("late.zip", "v1");

    List<SqsMessage> twice = new ArrayList<>(second(report, UPLOADED));
    twice.add(new SqsMessage("m1", twice.getFirst().body(), "background-work", 1));
    assertThat(system.invoke(twice)).isEmpty();
    assertThat(system.invoke(event(report, UPLOADED))).isEmpty();

    assertThat(system.delivery().status()).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(system.receiver.received).hasSize(1);
    assertThat(system.log).filteredOn(line -> line.contains("report.missed")).hasSize(1);
  }

  /// Without versions both events have the same sequencer.
  @Test
  void bucketWithoutVersionsIsChecked() throws IOException {
    ReportVersion report =
        new ReportVersion(BUCKET, new ReportKey(TASK, "plain.zip"), Optional.empty());
    system.reports.put(
        report, Zips.deflated(Map.of("a.csv", "one\n")), ReportMetadata.parse(Map.of()));
    List<SqsMessage> second = second(report, UPLOADED);

    assertThat(system.invoke(second)).isEmpty();
    assertThat(system.invoke(second.getFirst().body())).as("as the first event").isEmpty();
    assertThat(system.invoke(second)).isEmpty();

    assertThat(system.delivery().status()).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(system.receiver.received).hasSize(1);
  }

  /// Reads that do not see the last writes.
  @Test
  void reportThatWasRecordedJustNowIsNotRecordedAgain() throws IOException {
    ReportVersion report = system.put("fresh.zip", "v1");
    system.invoke(event(report, UPLOADED));
    system.watch(
        CallWatch.ofAnswers(
            (call, answer) ->
                call.is(Deliveries.class, "findEventually") ? Optional.empty() : answer));

    assertThat(system.invoke(second(report, UPLOADED))).isEmpty();

    assertThat(system.deliveries.all()).hasSize(1);
    assertThat(system.receiver.received).hasSize(1);
    assertThat(system.log).noneMatch(line -> line.contains("report.missed"));
  }
}
