package io.cdrwebhooks.configapi.recoveries;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.Faults;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Task;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.BulkJobs;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.InMemoryWorkMessages.Sent;
import io.cdrwebhooks.work.WorkMessages;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryOperationsTest extends Recoveries {
  @Test
  void recoveryIsAJobThatBeginsAtOnce() {
    Answer answer = api.post("/recoveries", body(""));

    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    BulkJob job = api.jobs.all().getFirst();
    assertThat(job)
        .isEqualTo(
            BulkJob.create(
                job.id(), new Task.Recover(configuration, new TimeRange(FROM, TO)), NOW));
    assertThat(answer.text())
        .isEqualTo(
            "{\"id\":\""
                + job.id()
                + "\",\"configurationId\":\""
                + configuration
                + "\",\"from\":\"2026-02-01T00:00:00.000Z\",\"to\":\"2026-02-28T00:00:00.000Z\","
                + "\"createdAt\":\"2026-03-01T10:00:00.000Z\",\"status\":\"RUNNING\","
                + "\"seen\":0,\"recovered\":0}");
    assertThat(answer.header("Location")).isEqualTo(TestApi.BASE + "/recoveries/" + job.id());
    assertThat(api.get("/recoveries/" + job.id()).text()).isEqualTo(answer.text());
    assertThat(api.workMessages.sent())
        .as("the job, and a probe if the receiver has failed")
        .containsExactly(
            new Sent(new DueWork.OfJob(job.id()), Duration.ZERO),
            new Sent(DueWork.OfLane.askedFor(configuration), Duration.ZERO));
  }

  @Test
  void progressIsShown() {
    String id = api.post("/recoveries", body("")).body().path("id").asText();
    BulkJob job = api.jobs.all().getFirst();
    BulkJob further = job.after(job.position().onward("cursor", 100, 7), Optional.of(NOW));
    api.jobs.advance(job, further);

    Answer running = api.get("/recoveries/" + id);
    api.jobs.advance(
        further, further.after(further.position().nextPartition(5, 1), Optional.empty()));
    Answer finished = api.get("/recoveries/" + id);

    assertThat(running.text()).contains("\"status\":\"RUNNING\",\"seen\":100,\"recovered\":7");
    assertThat(finished.text()).contains("\"status\":\"FINISHED\",\"seen\":105,\"recovered\":8");
  }

  @Test
  void jobOfAnotherKindAnswers404() {
    api.delete(path);
    BulkJobId id = api.jobs.all().getFirst().id();

    assertThat(api.get("/recoveries/" + id).status()).isEqualTo(404);
    assertThat(api.post("/recoveries/" + id + "/stop").status()).isEqualTo(404);
    assertThat(api.jobs.all().getFirst().stopped()).isFalse();
  }

  @Test
  void stoppedRecoveryKeepsItsProgressAndTakesNoFurtherStep() {
    String id = api.post("/recoveries", body("")).body().path("id").asText();
    BulkJob job = api.jobs.all().getFirst();
    BulkJob further = job.after(job.position().onward("cursor", 100, 7), Optional.of(NOW));
    api.jobs.advance(job, further);

    Answer stopped = api.post("/recoveries/" + id + "/stop");

    assertThat(stopped.status()).as(stopped.text()).isEqualTo(200);
    assertThat(stopped.text()).contains("\"status\":\"STOPPED\",\"seen\":100,\"recovered\":7");
    assertThat(api.get("/recoveries/" + id).text()).isEqualTo(stopped.text());
    BulkJob step = further.after(further.position().onward("next", 100, 9), Optional.of(NOW));
    assertThat(api.jobs.advance(further, step)).as("the step of its worker").isFalse();
    assertThat(api.post("/recoveries/" + id + "/stop").text()).isEqualTo(stopped.text());
    assertThat(api.get("/changes?about=configuration:" + configuration).body().path("items"))
        .anySatisfy(
            change -> {
              assertThat(change.path("operation").asText()).isEqualTo("STOP_RECOVERY");
              assertThat(change.at("/after/status").asText()).isEqualTo("STOPPED");
            });
  }

  @Test
  void finishedRecoveryStaysFinished() {
    String id = api.post("/recoveries", body("")).body().path("id").asText();
    BulkJob job = api.jobs.all().getFirst();
    api.jobs.advance(job, job.after(job.position().nextPartition(1, 1), Optional.empty()));

    assertThat(api.post("/recoveries/" + id + "/stop").body().path("status").asText())
        .isEqualTo("FINISHED");
  }

  /// The worker takes a step between the read of the job and the stop.
  @Test
  void recoveryThatAdvancesConcurrentlyIsStopped() {
    String id = api.post("/recoveries", body("")).body().path("id").asText();
    AtomicBoolean moved = new AtomicBoolean();
    api.use(
        Faults.meanwhile(
            "advance",
            BulkJobs.class,
            api.jobs,
            () -> {
              BulkJob job = api.jobs.all().getFirst();
              if (!moved.getAndSet(true)) {
                api.jobs.advance(
                    job, job.after(job.position().onward("c", 100, 9), Optional.of(NOW)));
              }
            }));

    assertThat(api.post("/recoveries/" + id + "/stop").text())
        .contains("\"status\":\"STOPPED\",\"seen\":100,\"recovered\":9");
  }

  @Test
  void runningRecoveriesAreListedNewestFirst() {
    String first = api.post("/recoveries", body("")).body().path("id").asText();
    api.now = api.now.plusSeconds(1);
    String second = api.post("/recoveries", body("")).body().path("id").asText();
    String stopped = api.post("/recoveries", body("")).body().path("id").asText();
    assertThat(api.post("/recoveries/" + stopped + "/stop").status()).isEqualTo(200);
    ConfigurationId other = TestApi.idIn(api.configured("Other"));
    api.post("/recoveries", body(other.value(), FROM.toString(), TO.toString(), ""));

    Answer mine = api.get("/recoveries?configurationId=" + configuration);

    assertThat(mine.status()).as(mine.text()).isEqualTo(200);
    assertThat(mine.body().path("items").findValuesAsText("id")).containsExactly(second, first);
    assertThat(mine.body().at("/items/0/status").asText()).isEqualTo("RUNNING");
    assertThat(mine.body().path("complete").asBoolean()).isTrue();
    assertThat(api.get("/recoveries").body().path("items")).hasSize(3);
    assertThat(api.get("/recoveries?configurationId=x").status()).isEqualTo(400);
  }

  @Test
  void answerSaysThatMoreRecoveriesMayRun() {
    for (int i = 0; i <= RecoveryOperations.MAX_READ; i++) {
      api.post("/recoveries", body(""));
    }

    assertThat(api.get("/recoveries").body().path("items")).hasSize(RecoveryOperations.MAX_READ);
    assertThat(api.get("/recoveries").body().path("complete").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "2026-02-01T00:00:00Z|2026-02-01T00:00:00Z|202|",
        "2026-02-01T00:00:00.001Z|2026-02-01T00:00:00Z|422|from",
        "2026-03-01T10:00:00.001Z|2026-03-02T00:00:00Z|422|from",
        "2025-12-01T10:00:00Z|2026-03-01T10:00:00Z|202|",
        "2025-12-01T09:59:59.999Z|2026-03-01T10:00:00Z|422|from",
        "2025-12-01T10:00:00Z|2036-01-01T00:00:00Z|202|",
        "2024-01-01T00:00:00Z|2024-02-01T00:00:00Z|202|",
        "yesterday|2026-03-01T10:00:00Z|422|from",
        "2026-02-01T00:00:00Z|2026-02-30T10:00:00Z|422|to"
      },
      delimiter = '|')
  void rangeIsAtMostNinetyDays(String from, String to, int status, String field) {
    Answer answer = api.post("/recoveries", body(configuration.value(), from, to, ""));

    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.fieldsAtFault())
        .isEqualTo(Optional.ofNullable(field).map(List::of).orElse(List.of()));
  }

  @Test
  void endInTheFutureBecomesNow() {
    Answer answer =
        api.post(
            "/recoveries",
            body(configuration.value(), "2026-02-28T00:00:00Z", "2036-01-01T00:00:00Z", ""));

    assertThat(answer.body().path("to").asText()).isEqualTo("2026-03-01T10:00:00.000Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cfg_ffffffffffffffffffffffffffffffff", "cfg_1", ""})
  void unknownConfigurationAnswers422(String id) {
    for (String dryRun : List.of("", ",\"dryRun\":true")) {
      Answer answer =
          api.post("/recoveries", body(id, "2026-02-28T00:00:00Z", "2026-02-28T00:00:00Z", dryRun));

      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.fieldsAtFault()).containsExactly("configurationId");
    }
    assertThat(api.jobs.all()).isEmpty();
  }

  @Test
  void recoverySucceedsIfItsMessageCannotBeSent() {
    api.use(Faults.before("send", WorkMessages.class, api.workMessages));

    assertThat(api.post("/recoveries", body("")).status()).isEqualTo(202);
    assertThat(api.jobs.all())
        .singleElement()
        .extracting(BulkJob::dueAt)
        .isEqualTo(Optional.of(NOW));
  }

  @Test
  void recoveryThatCannotBeStoredSendsNoMessage() {
    api.use(Faults.before("createNew", BulkJobs.class, api.jobs));

    assertThat(api.post("/recoveries", body("")).status()).isEqualTo(500);
    assertThat(api.workMessages.sent()).isEmpty();
  }
}
