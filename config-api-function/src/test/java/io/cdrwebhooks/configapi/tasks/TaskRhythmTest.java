package io.cdrwebhooks.configapi.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.rhythm.ReportRhythm;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.ReportWatch;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests how a task gets its rhythm, the watch over it, and the proposal from its uploads.
class TaskRhythmTest {
  private static final TaskId TASK = new TaskId(42);
  private static final String PATH = "/cdr-tasks/42";

  private final TestApi api = new TestApi();

  @Test
  void rhythmIsStoredAndShownAndWatched() {
    Answer saved = save(",\"expectedEvery\":\"P1D\",\"graceMinutes\":90");

    assertThat(saved.body().path("expectedEvery").asText()).isEqualTo("PT24H");
    assertThat(saved.body().path("graceMinutes").asInt()).isEqualTo(90);
    assertThat(api.tasks.find(TASK).orElseThrow().options().rhythm())
        .contains(new ReportRhythm(Duration.ofDays(1), Duration.ofMinutes(90)));
    Instant now = api.now.truncatedTo(ChronoUnit.MILLIS);
    assertThat(api.watches.find(TASK))
        .contains(
            new ReportWatch(TASK, now, now.plusSeconds(60), Optional.empty(), Optional.empty()));
  }

  @Test
  void anotherRhythmCountsFromItsChange() {
    save(",\"expectedEvery\":\"P1D\"");
    ReportWatch begun = api.watches.find(TASK).orElseThrow();
    api.now = api.now.plus(Duration.ofHours(9));
    api.put(PATH, "*", "{\"taskName\":\"Renamed\",\"expectedEvery\":\"PT24H\"}");
    assertThat(api.watches.find(TASK)).as("the same rhythm").contains(begun);

    api.put(PATH, "*", "{\"taskName\":\"Renamed\",\"expectedEvery\":\"PT1H\"}");

    Instant now = api.now.truncatedTo(ChronoUnit.MILLIS);
    assertThat(api.watches.find(TASK))
        .contains(
            new ReportWatch(TASK, now, now.plusSeconds(60), Optional.empty(), Optional.empty()));
  }

  @Test
  void lostWatchBeginsAgainWhenItsTaskIsSaved() {
    save(",\"expectedEvery\":\"P1D\"");
    api.watches.end(api.watches.find(TASK).orElseThrow());

    api.put(PATH, "*", "{\"taskName\":\"T\",\"expectedEvery\":\"P1D\"}");

    assertThat(api.watches.find(TASK)).isPresent();
  }

  @Test
  void taskWithoutARhythmIsNotWatched() {
    Answer saved = save("");

    assertThat(saved.body().path("expectedEvery").isNull()).isTrue();
    assertThat(saved.body().path("graceMinutes").isNull()).isTrue();
    assertThat(api.watches.find(TASK)).isEmpty();
  }

  @Test
  void graceIsATenthByDefault() {
    assertThat(save(",\"expectedEvery\":\"PT2H\"").body().path("graceMinutes").asInt())
        .isEqualTo(12);
  }

  @Test
  void replacementWithoutARhythmRemovesIt() {
    save(",\"expectedEvery\":\"PT2H\"");
    api.put(PATH, "*", "{\"taskName\":\"T\"}");

    assertThat(api.tasks.find(TASK).orElseThrow().options().rhythm()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "\"expectedEvery\":\"PT14M\" | expectedEvery",
        "\"expectedEvery\":\"hourly\" | expectedEvery",
        "\"graceMinutes\":5 | graceMinutes"
      })
  void otherValuesAreRefused(String fields, String fault) {
    Answer answer = api.put(PATH, "{\"taskName\":\"T\"," + fields + "}");

    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.fieldsAtFault()).containsExactly(fault);
    assertThat(api.watches.find(TASK)).isEmpty();
  }

  @Test
  void proposalComesFromTheLastUploads() {
    save("");
    for (int i = 0; i < 25; i++) {
      Delivery delivery =
          Samples.delivery(TASK, api.now.truncatedTo(ChronoUnit.MILLIS).plusSeconds(3_600L * i));
      assertThat(api.deliveries.record(delivery)).isNotNull();
    }

    JsonNode rhythm = api.get(PATH + "/rhythm").body();

    assertThat(rhythm.path("proposal").toString())
        .isEqualTo(
            "{\"expectedEvery\":\"PT1H\",\"graceMinutes\":6,\"uploads\":20,"
                + "\"medianGap\":\"PT1H\",\"longestGap\":\"PT1H\"}");
    assertThat(Instant.parse(rhythm.path("lastReportAt").asText()))
        .isEqualTo(
            api.now.truncatedTo(ChronoUnit.MILLIS).plusSeconds(3_600L * 24).minusMillis(1_250));
    assertThat(rhythm.path("overdueSince").isNull()).isTrue();
  }

  @Test
  void overdueReportIsShown() {
    save(",\"expectedEvery\":\"PT1H\"");
    ReportWatch watch = api.watches.find(TASK).orElseThrow();
    Instant expected = Instant.parse("2026-03-01T11:00:00Z");
    assertThat(
            api.watches.replace(
                watch, watch.checked(Optional.empty(), Optional.of(expected), expected)))
        .isTrue();

    JsonNode rhythm = api.get(PATH + "/rhythm").body();

    assertThat(rhythm.path("overdueSince").asText()).isEqualTo("2026-03-01T11:00:00.000Z");
    assertThat(rhythm.path("proposal").isNull()).isTrue();
    assertThat(rhythm.path("lastReportAt").isNull()).isTrue();
  }

  @Test
  void rhythmOfAnUnknownTaskAnswers404() {
    assertThat(api.get(PATH + "/rhythm").status()).isEqualTo(404);
  }

  private Answer save(String fields) {
    Answer saved = api.put(PATH, "{\"taskName\":\"T\"" + fields + "}");
    assertThat(saved.status()).as(saved.text()).isEqualTo(201);
    return saved;
  }
}
