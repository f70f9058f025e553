package io.cdrwebhooks.dispatch.jobs;

import static io.cdrwebhooks.dispatch.DispatchSystem.BUCKET;
import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.TASK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.NumberSeries;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.dispatch.CallWatch;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.dispatch.DrivenJobs;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.statement.StatementDays;
import io.cdrwebhooks.statement.StatementPart;
import io.cdrwebhooks.statement.Statements;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Task;
import io.cdrwebhooks.work.BulkJobId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests the job that makes daily statements: what they say, that none is missed, and that each
/// report is in exactly one of them.
class StatementStepsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LocalDate DAY = LocalDate.parse("2026-01-10");
  private static final Instant NOON = Instant.parse("2026-01-10T12:00:00Z");

  @AutoClose private final DispatchSystem system = new DispatchSystem().withTask();
  private final DrivenJobs jobs = new DrivenJobs(system);

  @BeforeEach
  void receiverMayAsk() {
    system.lanesStandStill();
    system.receiverMayAsk(true);
  }

  private BulkJob begun() {
    BulkJob job =
        BulkJob.create(
            BulkJobId.ofStatements(CONFIGURATION),
            new Task.MakeStatements(CONFIGURATION, new TimeRange(NOON, NOON)),
            system.now);
    assertThat(system.jobs.create(job)).isTrue();
    return job;
  }

  /// Takes the steps that are due at the time of the statement of a day.
  private void runOn(BulkJob job, LocalDate day) throws IOException {
    system.now = StatementDays.madeFrom(CONFIGURATION, day);
    assertThat(jobs.due(job)).isEmpty();
  }

  private Delivery recorded(String fileName, Instant createdAt, long number) {
    Delivery delivery =
        new Delivery(
                DeliveryId.of(UUID.randomUUID()),
                Optional.of(CONFIGURATION),
                new Delivery.Upload(
                    new ReportVersion(BUCKET, new ReportKey(TASK, fileName), Optional.of("v1")),
                    createdAt.minusSeconds(2),
                    3,
                    Optional.of(new Inspection(7, "", Optional.of("ab".repeat(32))))),
                createdAt,
                DeliveryProgress.kept(DeliveryStatus.DELIVERED, ""))
            .numbered(number);
    assertThat(system.deliveries.record(delivery)).isEqualTo(new Deliveries.Recording.Recorded());
    return delivery;
  }

  private List<StatementPart> parts() {
    return system.statements.all(CONFIGURATION);
  }

  private static JsonNode json(StatementPart part) {
    try {
      return JSON.readTree(part.json());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> ids(List<StatementPart> of) {
    return of.stream()
        .flatMap(part -> StreamSupport.stream(json(part).path("reports").spliterator(), false))
        .map(report -> report.path("deliveryId").asText())
        .toList();
  }

  private void assertChained() {
    String before = "";
    for (StatementPart part : parts()) {
      assertThat(json(part).path("before").asText())
          .as(part.day() + " " + part.part())
          .isEqualTo(before);
      before = part.sha256();
    }
  }

  @Test
  void statementSaysWhatADayHad() throws IOException {
    Delivery first = recorded("first.zip", NOON, 1);
    Delivery fourth = recorded("fourth.zip", NOON.plusSeconds(1), 4);
    assertThat(system.deliveries.draw(new NumberSeries(CONFIGURATION, TASK), NOON)).isPositive();
    runOn(begun(), DAY);

    assertThat(parts()).hasSize(1);
    assertThat(parts().getFirst().json())
        .isEqualTo(
            """
            {"statement":1,"configurationId":"%s","day":"2026-01-10","part":1,"lastPart":true,\
            "madeAt":"%s","before":"","numbers":[{"taskId":1,"first":1,"last":4,\
            "voidNumbers":[{"first":2,"last":3}],"expiredUpTo":0}],"reports":[%s,%s]}\
            """
                .formatted(
                    CONFIGURATION,
                    system.now.toString().replace("Z", ".000Z"),
                    report(fourth),
                    report(first)));
  }

  private static String report(Delivery delivery) {
    return """
    {"deliveryId":"%s","taskId":1,"sequence":%d,"fileName":"%s","fileSizeInBytes":3,\
    "numberOfLines":7,"errorCode":"","fileSha256":"%s","reportVersion":"v1","uploadedAt":"%s",\
    "recordedAt":"%s","status":"DELIVERED"}\
    """
        .formatted(
            delivery.id(),
            delivery.sequence(),
            delivery.report().fileName(),
            "ab".repeat(32),
            time(delivery.uploadedAt()),
            time(delivery.createdAt()));
  }

  private static String time(Instant instant) {
    return instant.toString().replaceAll("([0-9]{2})Z", "$1.000Z");
  }

  @Test
  void statementsOfAnOutageAreCreatedLater() throws IOException {
    BulkJob job = begun();
    runOn(job, DAY);
    Delivery meanwhile = recorded("meanwhile.zip", NOON.plus(Duration.ofDays(3)), 0);
    runOn(job, DAY.plusDays(6));

    assertThat(parts())
        .extracting(StatementPart::day)
        .containsExactlyElementsOf(DAY.datesUntil(DAY.plusDays(7)).toList());
    assertThat(ids(parts().subList(3, 4))).containsExactly(meanwhile.id().value());
    assertChained();
  }

  @Test
  void daysWhoseReportsAreNoLongerKeptAreLeftOut() throws IOException {
    BulkJob job = begun();
    runOn(job, DAY);
    runOn(job, DAY.plusDays(200));

    assertThat(parts().get(1).day()).isEqualTo(StatementDays.earliest(system.now));
    assertThat(parts().getLast().day()).isEqualTo(DAY.plusDays(200));
    assertThat(parts()).hasSizeBetween(90, 91);
    assertChained();
  }

  @Test
  void reportsAroundMidnightAreInOneStatementEach() throws IOException {
    Instant midnight = StatementDays.beginning(DAY.plusDays(1));
    Delivery before = recorded("before.zip", midnight.minusMillis(1), 2);
    Delivery at = recorded("at.zip", midnight, 1);
    BulkJob job = begun();
    runOn(job, DAY);
    runOn(job, DAY.plusDays(1));

    assertThat(ids(parts().subList(0, 1))).containsExactly(before.id().value());
    assertThat(ids(parts().subList(1, 2))).containsExactly(at.id().value());
    assertThat(json(parts().getFirst()).path("numbers").toString())
        .as("number 1 is recorded, on the next day")
        .contains("\"first\":2,\"last\":2,\"voidNumbers\":[]");
  }

  /// An invocation of two minutes may record a report with a time of the day before.
  @Test
  void statementWaitsForReportsThatAreRecordedLate() throws IOException {
    BulkJob job = begun();
    system.now = StatementDays.beginning(DAY.plusDays(1)).plus(Duration.ofMinutes(14));
    assertThat(jobs.due(job)).isEmpty();
    assertThat(parts()).isEmpty();
    Delivery late =
        recorded("late.zip", StatementDays.beginning(DAY.plusDays(1)).minusMillis(1), 0);
    runOn(job, DAY);

    assertThat(ids(parts())).containsExactly(late.id().value());
  }

  @Test
  void longDayHasSeveralPartsWithoutGapOrRepeat() throws IOException {
    List<String> recorded = new ArrayList<>();
    for (int i = 1; i <= 1_203; i++) {
      recorded.add(recorded(i + ".zip", NOON.plusMillis(i), i).id().value());
    }
    runOn(begun(), DAY);

    Collections.reverse(recorded);
    assertThat(parts()).hasSize(3).extracting(StatementPart::part).containsExactly(1, 2, 3);
    assertThat(ids(parts())).isEqualTo(recorded);
    assertThat(parts())
        .extracting(part -> json(part).path("lastPart").asBoolean())
        .containsExactly(false, false, true);
    assertThat(json(parts().getFirst()).path("numbers").toString())
        .contains("\"first\":704,\"last\":1203,\"voidNumbers\":[]");
    assertChained();
  }

  /// At 1,000 reports a second, second events always wait. Each part takes five seconds here.
  @ParameterizedTest
  @CsvSource({"9999, 5", "10000, 2"})
  void longDayTakesOneTurnUnlessManyJobsWait(int waiting, int made) throws IOException {
    for (int i = 1; i <= 2_001; i++) {
      recorded(i + ".zip", NOON.plusMillis(i), i);
    }
    BulkJob job = begun();
    eachPartTakes(Duration.ofSeconds(5));
    system.workMessages.backgroundWaiting(waiting);
    runOn(job, DAY);

    assertThat(parts()).hasSize(made);
  }

  /// After an outage, 10,000 configurations with short days make their statements in turns.
  @Test
  void shortDaysTakeTurnsWithOtherJobs() throws IOException {
    BulkJob job = begun();
    eachPartTakes(Duration.ofSeconds(5));
    system.workMessages.backgroundWaiting(10);
    runOn(job, DAY.plusDays(9));

    assertThat(parts()).hasSize(2);
    assertThat(jobs.found(job).dueAt()).contains(system.now.plusSeconds(75));
  }

  private void eachPartTakes(Duration time) {
    system.watch(
        call -> {
          if (call.is(Statements.class, "add")) {
            system.now = system.now.plus(time);
          }
        });
  }

  /// Names of 1,000 control characters take six times as many bytes in JSON.
  @Test
  void partStaysSmallEnoughToBeStored() throws IOException {
    List<String> recorded = new ArrayList<>();
    for (int i = 1; i <= 130; i++) {
      recorded.add(recorded("\u0001".repeat(1_000) + i, NOON.plusMillis(i), 0).id().value());
    }
    runOn(begun(), DAY);

    Collections.reverse(recorded);
    assertThat(parts()).hasSizeGreaterThan(2);
    assertThat(ids(parts())).isEqualTo(recorded);
    assertChained();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void jobKilledAtAnyCallMakesTheSameStatements(boolean afterItsEffect) throws IOException {
    List<String> recorded = new ArrayList<>();
    for (int i = 1; i <= 1_001; i++) {
      recorded.add(recorded(i + ".zip", NOON.plusMillis(i), i).id().value());
    }
    BulkJob job = begun();
    system.now = StatementDays.madeFrom(CONFIGURATION, DAY);
    int kills = 0;
    while (parts().size() < 3) {
      killAtCall(kills + 1, afterItsEffect);
      kills += jobs.due(job).size();
      Instant due = jobs.found(job).dueAt().orElseThrow();
      system.now = due.isAfter(system.now) ? due : system.now;
    }

    Collections.reverse(recorded);
    assertThat(kills).isGreaterThan(5);
    assertThat(ids(parts())).isEqualTo(recorded);
    assertChained();
  }

  private void killAtCall(int number, boolean afterItsEffect) {
    AtomicInteger calls = new AtomicInteger();
    Runnable kill =
        () -> {
          if (calls.incrementAndGet() == number) {
            throw new IllegalStateException("killed");
          }
        };
    system.watch(
        new CallWatch() {
          @Override
          public void before(Call call) {
            if (!afterItsEffect) {
              kill.run();
            }
          }

          @Override
          public Object after(Call call, Object answer) {
            if (afterItsEffect) {
              kill.run();
            }
            return answer;
          }
        });
  }

  /// The statuses have changed between the two: the stored part counts.
  @Test
  void partThatAnotherWorkerStoredIsKept() throws IOException {
    recorded("a.zip", NOON, 1);
    StatementPart others =
        new StatementPart(CONFIGURATION, DAY, 1, "{\"made\":\"by another\"}", Optional.empty());
    BulkJob job = begun();
    system.watch(
        call -> {
          if (call.is(Statements.class, "add")) {
            boolean _ = system.statements.add(others);
          }
        });
    runOn(job, DAY);
    runOn(job, DAY.plusDays(1));

    assertThat(parts().getFirst()).isEqualTo(others);
    assertThat(json(parts().get(1)).path("before").asText()).isEqualTo(others.sha256());
  }

  @Test
  void statementExcludesTests() throws IOException {
    Delivery test =
        new Delivery(
            DeliveryId.of(UUID.randomUUID()),
            Optional.of(CONFIGURATION),
            new Delivery.Upload(
                new ReportVersion(
                    BUCKET, new ReportKey(TASK, "sample.zip", true), Optional.of("v1")),
                NOON,
                3,
                Optional.empty()),
            NOON,
            DeliveryProgress.kept(DeliveryStatus.DELIVERED, ""));
    assertThat(system.deliveries.record(test)).isNotNull();
    runOn(begun(), DAY);

    assertThat(ids(parts())).isEmpty();
  }

  @Test
  void daysWithoutReceiverRequestsGetTheirStatementsLater() throws IOException {
    BulkJob job = begun();
    runOn(job, DAY);
    system.receiverMayAsk(false);
    runOn(job, DAY.plusDays(1));
    assertThat(parts()).hasSize(1);
    assertThat(jobs.found(job).dueAt())
        .contains(StatementDays.madeFrom(CONFIGURATION, DAY.plusDays(2)));
    system.receiverMayAsk(true);
    runOn(job, DAY.plusDays(2));

    assertThat(parts())
        .extracting(StatementPart::day)
        .containsExactlyElementsOf(DAY.datesUntil(DAY.plusDays(3)).toList());
    assertChained();
  }

  @Test
  void jobOfADeletedConfigurationEnds() throws IOException {
    BulkJob job = begun();
    system.withoutConfiguration();
    runOn(job, DAY);

    assertThat(jobs.found(job).finished()).isTrue();
    assertThat(parts()).isEmpty();
  }

  @Test
  void partsCountFromOne() {
    assertThatThrownBy(() -> new StatementPart(CONFIGURATION, DAY, 0, "{}", Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
