package io.cdrwebhooks.configapi.recoveries;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.Faults;
import io.cdrwebhooks.configapi.SentAgain;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.link.IssuedBefore;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Task;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.BulkJobs;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.InMemoryWorkMessages.Sent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkRevocationsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private final TestApi api = new TestApi();
  private final String path = api.configured("A");
  private final ConfigurationId configuration = TestApi.idIn(path);

  @Test
  void revocationIsAJobThatBeginsAtOnceAndShowsItsProgress() {
    api.now = NOW.plusMillis(345);
    Answer answer = api.delete(path + "/links");

    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    BulkJob job = api.jobs.all().getFirst();
    assertThat(job.dueAt()).as("a sweep finds it").contains(api.now);
    assertThat(job.task())
        .isInstanceOfSatisfying(
            Task.RevokeAll.class,
            all -> {
              assertThat(all.configuration()).isEqualTo(configuration);
              assertThat(all.links())
                  .isEqualTo(new IssuedBefore(NOW.plusSeconds(1), Optional.of(Revision.FIRST)));
              assertThat(all.range().to()).isEqualTo(api.now.plus(Duration.ofMinutes(1)));
            });
    assertThat(answer.text())
        .isEqualTo(
            "{\"id\":\""
                + job.id()
                + "\",\"configurationId\":\""
                + configuration
                + "\",\"issuedBefore\":\"2026-03-01T10:00:01.000Z\","
                + "\"createdAt\":\"2026-03-01T10:00:00.345Z\",\"status\":\"RUNNING\","
                + "\"seen\":0,\"revoked\":0}");
    assertThat(answer.header("Location")).isEqualTo(TestApi.BASE + "/revocations/" + job.id());
    assertThat(api.get("/revocations/" + job.id()).text()).isEqualTo(answer.text());
    assertThat(api.workMessages.sent())
        .containsExactly(new Sent(new DueWork.OfJob(job.id()), Duration.ZERO));

    api.jobs.advance(job, job.after(job.position().nextPartition(5, 3), Optional.empty()));
    assertThat(api.get("/revocations/" + job.id()).text())
        .contains("\"status\":\"FINISHED\",\"seen\":5,\"revoked\":3");
  }

  /// It was sent again, so it is kept for 90 days from then on.
  @Test
  void revocationCoversAnOldDeliveryThatWasSentAgain() {
    SentAgain old = SentAgain.in(api, configuration);

    api.delete(path + "/links");

    assertThat(old.isFoundByTheJob()).isTrue();
  }

  /// A new URL: links for it stay, and attempts that read the old one are covered.
  @Test
  void linksSinceTheLastChangeAreLeftOut() {
    api.now = NOW.plusSeconds(5);
    String changedAt =
        api.put(path, "\"1\"", TestApi.replacement("A")).body().path("updatedAt").asText();
    api.now = NOW.plusSeconds(9);

    assertThat(revoke("issuedBefore=" + changedAt).status()).isEqualTo(202);

    assertThat(links())
        .isEqualTo(new IssuedBefore(NOW.plusSeconds(5), Optional.of(new Revision(2))));
  }

  /// An earlier time than the last change says nothing about attempts in flight.
  @Test
  void timeBeforeTheLastChangeNeedsNoRevision() {
    api.now = NOW.plusSeconds(5);
    api.put(path, "\"1\"", TestApi.replacement("A"));

    assertThat(revoke("issuedBefore=2026-03-01T10:00:04Z").status()).isEqualTo(202);

    assertThat(links()).isEqualTo(new IssuedBefore(NOW.plusSeconds(4), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2026-03-01", "2026-03-01T10:00:00.001Z"})
  void otherTimesAreRefused(String time) {
    Answer answer = revoke("issuedBefore=" + time);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("issuedBefore", "not in the future");
    assertThat(api.jobs.all()).isEmpty();
  }

  @Test
  void unknownConfigurationsAndJobsAnswer404() {
    api.delete(path + "/links");
    api.post(
        "/recoveries",
        "{\"configurationId\":\"%s\",\"from\":\"2026-02-01T00:00:00Z\",\"to\":\"2026-02-02T00:00:00Z\"}"
            .formatted(configuration));
    BulkJobId revocation = api.jobs.all().getFirst().id();
    BulkJobId recovery = api.jobs.all().getLast().id();

    assertThat(api.delete("/webhook-configurations/cfg_1/links").status()).isEqualTo(404);
    assertThat(api.get("/revocations/" + recovery).status()).isEqualTo(404);
    assertThat(api.get("/recoveries/" + revocation).status()).isEqualTo(404);
    assertThat(api.get("/revocations/x").status()).isEqualTo(404);
  }

  @Test
  void revocationFailsIfItsJobCannotBeStored() {
    api.use(Faults.before("createNew", BulkJobs.class, api.jobs));

    assertThat(api.delete(path + "/links").status()).isEqualTo(500);
    assertThat(api.workMessages.sent()).isEmpty();
  }

  private Answer revoke(String query) {
    return api.send(TestApi.request("DELETE", path + "/links").withQuery(query));
  }

  private IssuedBefore links() {
    return ((Task.RevokeAll) api.jobs.all().getLast().task()).links();
  }
}
