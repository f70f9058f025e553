package io.cdrwebhooks.configapi.configurations;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.statement.StatementPart;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Task;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.InMemoryWorkMessages.Sent;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests how operators read statements, and what begins them.
class StatementOperationsTest {
  private static final LocalDate DAY = LocalDate.parse("2026-02-10");

  private final TestApi api = new TestApi();
  private final String path = api.configured("A");

  private StatementPart stated(LocalDate day) {
    return api.stated(TestApi.idIn(path).value(), day);
  }

  @Test
  void latestDaysAreListed() {
    assertThat(api.get(path + "/statements").text()).isEqualTo("{\"days\":[]}");
    DAY.datesUntil(DAY.plusDays(33)).forEach(this::stated);

    Answer answer = api.get(path + "/statements");

    assertThat(answer.body().path("days")).hasSize(31);
    assertThat(answer.body().at("/days/0").asText()).isEqualTo("2026-03-14");
    assertThat(answer.body().at("/days/30").asText()).isEqualTo("2026-02-12");
  }

  @Test
  void dayWhoseStatementIsBeingMadeIsNotListed() {
    StatementPart first =
        new StatementPart(TestApi.idIn(path), DAY, 1, "{}", Optional.of("goes on"));
    assertThat(api.statements.add(first)).isTrue();
    assertThat(api.get(path + "/statements").text()).isEqualTo("{\"days\":[]}");

    StatementPart last = new StatementPart(TestApi.idIn(path), DAY, 2, "{}", Optional.empty());
    assertThat(api.statements.add(last)).isTrue();

    assertThat(api.get(path + "/statements").text()).isEqualTo("{\"days\":[\"2026-02-10\"]}");
  }

  @Test
  void partIsReadByteForByte() {
    StatementPart part = stated(DAY);

    assertThat(api.get(path + "/statement?day=2026-02-10").text()).isEqualTo(part.json());
    assertThat(api.get(path + "/statement?day=2026-02-10&part=1").text()).isEqualTo(part.json());
    assertThat(api.get(path + "/statement?day=2026-02-10&part=2").status()).isEqualTo(404);
    assertThat(api.get(path + "/statement?day=2026-02-11").status()).isEqualTo(404);
    assertThat(api.get(api.configured("B") + "/statement?day=2026-02-10").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "day=today", "day=2026-02-30", "day=2026-02-1", "day=%2B2026-02-01"})
  void invalidDayAnswers400(String query) {
    Answer answer = api.get(path + "/statement?" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.fieldsAtFault()).containsExactly("day");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "one", "1000000000", ""})
  void invalidPartIsRefused(String part) {
    Answer answer = api.get(path + "/statement?day=2026-02-10&part=" + part);

    assertThat(answer.fieldsAtFault()).containsExactly("part");
  }

  private static String on(String body) {
    return body.replace("{", "{\"receiverRequests\":{\"enabled\":true},")
        .replace(TestApi.SIGNATURE, "0123456789-0123456789-0123456789");
  }

  /// The statement of the day before is made within seconds, so that people see one.
  @Test
  void receiverRequestsBeginTheJobOfStatements() {
    Instant now = api.now.truncatedTo(ChronoUnit.MILLIS);
    Answer created = api.post("/webhook-configurations", on(TestApi.creation("B")));
    assertThat(created.status()).isEqualTo(201);

    assertThat(api.jobs.all()).hasSize(1);
    BulkJob job = api.jobs.all().getFirst();
    assertThat(((Task.MakeStatements) job.task()).configuration().value())
        .isEqualTo(created.body().path("id").asText());
    assertThat(job.task().range().from()).isEqualTo(Instant.parse("2026-02-28T00:00:00Z"));
    assertThat(job.dueAt()).as("not before the change is stored").contains(now.plusSeconds(10));
    assertThat(api.workMessages.sent())
        .containsExactly(new Sent(new DueWork.OfJob(job.id()), Duration.ofSeconds(10)));
  }

  @Test
  void configurationHasOneJobOfStatements() {
    Answer created = api.post("/webhook-configurations", on(TestApi.creation("B")));
    String other = "/webhook-configurations/" + created.body().path("id").asText();

    assertThat(api.put(other, "*", on(TestApi.replacement("C"))).status()).isEqualTo(200);
    assertThat(api.put(other, "*", TestApi.replacement("C")).status()).isEqualTo(200);
    assertThat(api.put(other, "*", on(TestApi.replacement("C"))).status()).isEqualTo(200);

    assertThat(api.jobs.all()).hasSize(1);
  }

  /// While requests are off, the job looks once a day. It has ended if the configuration was
  /// deleted and later restored by hand.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void turningRequestsOnAgainWakesTheJob(boolean hasEnded) {
    String other = created();
    assertThat(api.put(other, "*", TestApi.replacement("C")).status()).isEqualTo(200);
    worked(hasEnded ? Optional.empty() : Optional.of(api.now.plus(Duration.ofHours(20))));
    int sent = api.workMessages.sent().size();

    assertThat(api.put(other, "*", on(TestApi.replacement("C"))).status()).isEqualTo(200);

    assertWoken(sent);
  }

  /// Otherwise repeated saves would postpone the job again and again.
  @Test
  void jobThatIsDueIsLeftAlone() {
    String other = created();
    worked(Optional.of(api.now.minusSeconds(1)));
    BulkJob due = api.jobs.all().getFirst();

    assertThat(api.put(other, "*", on(TestApi.replacement("C"))).status()).isEqualTo(200);

    assertThat(api.jobs.all()).containsExactly(due);
  }

  private String created() {
    Answer created = api.post("/webhook-configurations", on(TestApi.creation("B")));
    return "/webhook-configurations/" + created.body().path("id").asText();
  }

  /// A worker has taken a step.
  private void worked(Optional<Instant> dueAt) {
    BulkJob job = api.jobs.all().getFirst();
    Optional<Instant> stored = dueAt.map(at -> at.truncatedTo(ChronoUnit.MILLIS));
    assertThat(api.jobs.advance(job, job.after(job.position().again(1, 1), stored))).isTrue();
  }

  private void assertWoken(int sent) {
    BulkJob job = api.jobs.all().getFirst();
    assertThat(job.dueAt())
        .contains(api.now.truncatedTo(ChronoUnit.MILLIS).plus(Duration.ofSeconds(10)));
    assertThat(job.position().seen()).isEqualTo(1);
    assertThat(api.workMessages.sent().subList(sent, api.workMessages.sent().size()))
        .contains(new Sent(new DueWork.OfJob(job.id()), Duration.ofSeconds(10)));
  }

  @Test
  void configurationWithoutReceiverRequestsHasNoJob() {
    assertThat(api.put(path, "*", TestApi.replacement("C")).status()).isEqualTo(200);

    assertThat(api.jobs.all()).isEmpty();
  }
}
