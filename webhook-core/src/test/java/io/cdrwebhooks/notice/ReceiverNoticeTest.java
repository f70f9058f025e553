package io.cdrwebhooks.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.WebhookRequest;
import io.cdrwebhooks.hash.Sha256;
import io.cdrwebhooks.receiver.ReceiverUrl;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.request.RequestBody;
import io.cdrwebhooks.testing.SignatureVector;
import io.cdrwebhooks.work.BulkJobId;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Compares notices with the golden bodies and signatures of the receiver kit.
class ReceiverNoticeTest {
  private static final ConfigurationId CONFIGURATION =
      new ConfigurationId("cfg_0c9d1a52f3b84e61a7c05d2e9f184b36");
  private static final Instant AT = Instant.parse("2026-03-05T03:11:44.310Z");
  private static final ReceiverUrl URL =
      new ReceiverUrl(URI.create("https://receiver.example/reports"));
  private static final List<ReceiverNotice> NOTICES =
      List.of(
          new ReceiverNotice.StatementReady(
              CONFIGURATION,
              LocalDate.parse("2026-03-04"),
              1,
              Sha256.hex("the bytes of the last part")),
          overdue(
              42,
              "Rufdaten Zürich",
              "2026-03-05T02:00:00Z",
              Optional.of(Instant.parse("2026-03-05T01:00:00Z"))),
          overdue(7, "\uD83D\uDCDE \"calls\"", "2026-03-05T02:30:00.250Z", Optional.empty()));

  private static ReceiverNotice overdue(
      long task, String name, String expectedAt, Optional<Instant> lastReportAt) {
    return new ReceiverNotice.ReportOverdue(
        CONFIGURATION, new TaskId(task), name, Instant.parse(expectedAt), lastReportAt);
  }

  @Test
  void bodiesAndSignaturesAreThoseOfTheVectors() throws IOException {
    List<SignatureVector> vectors = SignatureVector.ofNotices();
    assertThat(vectors).hasSameSizeAs(NOTICES);
    for (int i = 0; i < vectors.size(); i++) {
      SignatureVector vector = vectors.get(i);
      ReceiverNotice notice = NOTICES.get(i);
      WebhookRequest request =
          WebhookRequest.sign(
              URL,
              notice.id().value(),
              notice.json(AT).getBytes(StandardCharsets.UTF_8),
              vector.keys(),
              vector.now());

      assertThat(notice.json(AT)).isEqualTo(new String(vector.body(), StandardCharsets.UTF_8));
      for (String name :
          List.of("webhook-id", "webhook-timestamp", "webhook-signature", "X-CDR-Signature")) {
        assertThat(request.headers()).as(vector.name()).containsEntry(name, vector.header(name));
      }
    }
  }

  @Test
  void eachEventHasAnotherId() {
    assertThat(NOTICES).extracting(ReceiverNotice::id).doesNotHaveDuplicates();
    assertThat(BulkJobId.parse(NOTICES.getFirst().id().value())).contains(NOTICES.getFirst().id());
  }

  /// When a whole export stops, one notice for each task would hold up the receiver's reports.
  @Test
  void reportsOfTheSameTenMinutesAreOneEvent() {
    Optional<Instant> none = Optional.empty();
    BulkJobId first = overdue(1, "A", "2026-03-05T02:00:00Z", none).id();

    assertThat(overdue(2, "B", "2026-03-05T02:09:59.999Z", none).id()).isEqualTo(first);
    assertThat(overdue(1, "A", "2026-03-05T02:10:00Z", none).id()).isNotEqualTo(first);
    assertThat(overdue(1, "A", "2026-03-05T01:59:59.999Z", none).id()).isNotEqualTo(first);
  }

  /// A receiver's own Signature signs both directions.
  @Test
  void noticeIsNotAcceptedAsARequestOfAReceiver() {
    for (ReceiverNotice notice : NOTICES) {
      assertThat(RequestBody.parse(notice.json(AT).getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
  }
}
