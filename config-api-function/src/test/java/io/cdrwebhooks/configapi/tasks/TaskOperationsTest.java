package io.cdrwebhooks.configapi.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.Faults;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.CdrTasks;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskOperationsTest {
  private static final String BODY = "{\"taskName\":\"Calls\"}";

  private final TestApi api = new TestApi();

  @Test
  void savingCreatesTaskUnderItsNumber() {
    String configuration = api.configured("A");
    String id = configuration.substring(configuration.lastIndexOf('/') + 1);

    Answer answer =
        api.put(
            "/cdr-tasks/42",
            "{\"taskId\":42,\"taskName\":\" Calls \",\"webhookConfigurationId\":\"" + id + "\"}");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Location")).isEqualTo(TestApi.BASE + "/cdr-tasks/42");
    assertThat(answer.header("ETag")).isEqualTo("\"1\"");
    assertThat(answer.text())
        .isEqualTo(
            "{\"taskId\":42,\"taskName\":\"Calls\",\"webhookConfigurationId\":\""
                + id
                + "\",\"numbersReports\":false,"
                + "\"expectedEvery\":null,\"graceMinutes\":null,\"webhookSince\":\"2026-03-01T10:00:00.000Z\"}");
    assertThat(api.get("/cdr-tasks/42").text()).isEqualTo(answer.text());
    assertThat(api.get("/cdr-tasks/42").header("ETag")).isEqualTo("\"1\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"webhookConfigurationId\":null"})
  void taskWithoutConfigurationHasTheOptionOff(String field) {
    Answer answer = api.put("/cdr-tasks/1", "{\"taskName\":\"Calls\"" + field + "}");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.text())
        .isEqualTo(
            "{\"taskId\":1,\"taskName\":\"Calls\",\"webhookConfigurationId\":null,"
                + "\"numbersReports\":false,"
                + "\"expectedEvery\":null,\"graceMinutes\":null,\"webhookSince\":\"2026-03-01T10:00:00.000Z\"}");
  }

  @Test
  void eachSaveTurnsNumberingOnOrOff() {
    String on = "{\"taskName\":\"Calls\",\"numbersReports\":true}";
    assertThat(api.put("/cdr-tasks/1", on).text()).contains("\"numbersReports\":true");
    assertThat(api.put("/cdr-tasks/1", "\"1\"", BODY).text()).contains("\"numbersReports\":false");
    assertThat(api.put("/cdr-tasks/1", "\"2\"", on.replace("true", "1")).status()).isEqualTo(422);
  }

  @Test
  void savingAgainReplacesWhenTheRevisionIsNamed() {
    api.put("/cdr-tasks/1", BODY);

    Answer answer = api.put("/cdr-tasks/1", "\"1\"", "{\"taskName\":\"Other\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().has("Location")).isFalse();
    assertThat(answer.header("ETag")).isEqualTo("\"2\"");
    assertThat(api.get("/cdr-tasks/1").body().path("taskName").asText()).isEqualTo("Other");
  }

  @Test
  void changeOfTheConfigurationSetsItsTimeAndANewNameKeepsIt() {
    String first = "\"" + TestApi.idIn(api.configured("A")) + "\"";
    String second = "\"" + TestApi.idIn(api.configured("B")) + "\"";
    Instant created = api.now.truncatedTo(ChronoUnit.MILLIS);
    assertThat(savedAt(0, "Calls", "null")).isEqualTo(created);
    assertThat(savedAt(10, "Other", "null")).isEqualTo(created);
    assertThat(savedAt(20, "Other", first)).isEqualTo(created.plusSeconds(20));
    assertThat(savedAt(30, "Third", first)).isEqualTo(created.plusSeconds(20));
    assertThat(savedAt(40, "Third", second)).isEqualTo(created.plusSeconds(40));
    assertThat(savedAt(50, "Third", "null")).isEqualTo(created.plusSeconds(50));
    assertThat(Instant.parse(api.get("/cdr-tasks").body().at("/items/0/webhookSince").asText()))
        .isEqualTo(created.plusSeconds(50));
  }

  /// Saves the task `seconds` after the start, and returns the time in the answer.
  private Instant savedAt(int seconds, String name, String configuration) {
    Instant start = api.now;
    api.now = start.plusSeconds(seconds);
    Answer answer =
        api.send(
            TestApi.request(
                    "PUT",
                    "/cdr-tasks/1",
                    "{\"taskName\":\"%s\",\"webhookConfigurationId\":%s}"
                        .formatted(name, configuration))
                .withHeader(seconds == 0 ? "if-none-match" : "if-match", "*"));
    api.now = start;
    assertThat(answer.status()).as(answer.text()).isEqualTo(seconds == 0 ? 201 : 200);
    return Instant.parse(answer.body().path("webhookSince").asText());
  }

  @Test
  void deletedTaskIsCreatedAgainWithLaterRevisionsAndItsRoutings() {
    api.put("/cdr-tasks/1", BODY);
    api.delete("/cdr-tasks/1");
    api.now = api.now.plusSeconds(60);

    Answer again = createOnly();

    assertThat(again.status()).isEqualTo(201);
    assertThat(again.header("ETag")).as("an old ETag fits no more").isEqualTo("\"3\"");
    assertThat(again.body().path("webhookSince").asText()).isEqualTo("2026-03-01T10:01:00.000Z");
    assertThat(api.tasks.routings(new TaskId(1)).history()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "\"1\""})
  void replacingTaskThatIsNotThereAnswers412(String ifMatch) {
    assertThat(api.put("/cdr-tasks/1", ifMatch, BODY).status()).isEqualTo(412);
    assertThat(api.get("/cdr-tasks/1").status()).isEqualTo(404);
  }

  @Test
  void ifNoneMatchCreatesOnly() {
    assertThat(createOnly().status()).isEqualTo(201);
    assertThat(createOnly().status()).isEqualTo(412);
  }

  @Test
  void unknownConfigurationAnswers422NamingTheField() {
    Answer answer =
        api.put(
            "/cdr-tasks/1",
            "{\"taskName\":\"A\",\"webhookConfigurationId\":"
                + "\"cfg_ffffffffffffffffffffffffffffffff\"}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.fieldsAtFault()).containsExactly("webhookConfigurationId");
    assertThat(api.get("/cdr-tasks/1").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "\"1\"", "1.5", "2.0", "18446744073709551617", "true", "[1]", "-1"})
  void otherTaskIdThanInThePathAnswers422(String taskId) {
    Answer answer = api.put("/cdr-tasks/1", "{\"taskName\":\"A\",\"taskId\":" + taskId + "}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.fieldsAtFault()).containsExactly("taskId");
  }

  @Test
  void deletingNeedsNoIfMatch() {
    api.storeTask(1, Optional.empty());

    assertThat(api.delete("/cdr-tasks/1").status()).isEqualTo(204);
    assertThat(api.delete("/cdr-tasks/1").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "01", "x", "9007199254740992", "1%20", ""})
  void invalidTaskIdAnswers404(String id) {
    assertThat(api.get("/cdr-tasks/" + id).status()).isEqualTo(404);
    assertThat(api.put("/cdr-tasks/" + id, BODY).status()).isEqualTo(404);
    assertThat(api.delete("/cdr-tasks/" + id).status()).isEqualTo(404);
  }

  @Test
  void reservedTaskIdAnswers422() {
    Answer answer = api.put("/cdr-tasks/9007199254740991", BODY);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.detailOf("taskId")).contains("reserved");
    assertThat(api.get("/cdr-tasks/9007199254740991").status()).isEqualTo(404);
    assertThat(api.put("/cdr-tasks/9007199254740990", BODY).status()).isEqualTo(201);
  }

  private Answer createOnly() {
    return api.send(TestApi.request("PUT", "/cdr-tasks/1", BODY).withHeader("if-none-match", "*"));
  }

  @Test
  void changeBetweenReadingAndWritingAnswers412() {
    meanwhile("save", () -> api.storeTask(1, Optional.empty()));
    assertThat(api.put("/cdr-tasks/1", BODY).status()).isEqualTo(412);

    CdrTask created = api.tasks.find(new TaskId(1)).orElseThrow();
    meanwhile("delete", () -> api.tasks.save(created, Optional.of(created.revision())));
    assertThat(api.delete("/cdr-tasks/1", "\"1\"").status()).isEqualTo(412);

    meanwhile("delete", () -> api.tasks.delete(new TaskId(1), Optional.empty(), api.now));
    assertThat(api.delete("/cdr-tasks/1").status()).isEqualTo(404);
  }

  /// Lets another caller change the store between a read and its write.
  private void meanwhile(String method, Runnable otherCaller) {
    api.use(Faults.meanwhile(method, CdrTasks.class, api.tasks, otherCaller));
  }
}
