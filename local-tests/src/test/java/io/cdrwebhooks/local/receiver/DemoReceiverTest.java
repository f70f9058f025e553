package io.cdrwebhooks.local.receiver;

import static io.cdrwebhooks.local.receiver.ReceiverOnTrial.OBJECT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests what the demo receiver answers, and what it keeps.
class DemoReceiverTest {
  @TempDir Path directory;

  @AutoClose private ReceiverOnTrial trial;

  @BeforeEach
  void start() throws IOException {
    trial = new ReceiverOnTrial(directory.resolve("received"));
  }

  @Test
  void requestWithAWrongSignatureIsAnswered401() throws Exception {
    SignedRequest request = trial.request();
    assertThat(trial.post(request, Map.of("webhook-signature", "v1," + "A".repeat(43) + "=")))
        .isEqualTo(401);
    assertThat(trial.events.take()).isEqualTo(new ReceiverEvent.Refused("signature-mismatch"));
    assertThat(trial.store.requests).isEmpty();
    assertThat(trial.received.resolve(".inbox")).isEmptyDirectory();
  }

  /// During a rotation this header is made with the new key alone.
  @Test
  void receiverIgnoresXCdrSignature() throws Exception {
    assertThat(trial.post(trial.request(), Map.of("X-CDR-Signature", "AAAA"))).isEqualTo(200);
  }

  @Test
  void requestOfAnotherTimeIsRefused() throws Exception {
    long now = Instant.now().getEpochSecond();
    for (long signedAt : List.of(now - 900, now + 900)) {
      SignedRequest request =
          new SignedRequest("id-1", trial.payload("report.zip", OBJECT.length), signedAt);
      assertThat(trial.post(request)).isEqualTo(401);
      assertThat(trial.events.take()).isEqualTo(new ReceiverEvent.Refused("outside-tolerance"));
    }
  }

  @Test
  void oneOfSeveralSignaturesIsEnough() throws Exception {
    SignedRequest request = trial.request();
    String several = "v1,AAAA " + request.standardSignature();
    assertThat(trial.post(request, Map.of("webhook-signature", several))).isEqualTo(200);
    ReceiverEvent.Accepted accepted =
        (ReceiverEvent.Accepted) trial.until(ReceiverEvent.Saved.class).getFirst();
    assertThat(accepted.signatures())
        .hasSize(3)
        .contains("AAAA", request.standardSignature().substring("v1,".length()));
    assertThat(accepted.toString()).doesNotContain("AAAA");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "not JSON", ""})
  void signedBodyThatIsNotAnAnnouncementIsAnswered200(String body) throws Exception {
    assertThat(trial.post(new SignedRequest("id-1", body))).isEqualTo(200);
    assertThat(trial.events.take()).isEqualTo(new ReceiverEvent.Unreadable("id-1"));
    assertThat(trial.received.resolve(".inbox")).isEmptyDirectory();
  }

  @Test
  void noticeIsAnsweredWithoutDownload() throws Exception {
    String body = "{\"notice\":\"statement-ready\"}";
    assertThat(trial.post(new SignedRequest("notice_1", body))).isEqualTo(200);
    assertThat(trial.events.take()).isEqualTo(new ReceiverEvent.Noticed("notice_1", body));
    assertThat(trial.received.resolve(".inbox")).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../escaped", "a/b", "."})
  void idThatCouldNameAnotherFolderIsRefused(String id) throws Exception {
    assertThat(trial.post(new SignedRequest(id, trial.payload("report.zip", OBJECT.length))))
        .isEqualTo(401);
    assertThat(trial.events.take()).isEqualTo(new ReceiverEvent.Refused("header-malformed"));
  }

  @Test
  void repeatOfACollectedIdIsAnswered200WithoutAnotherDownload() throws Exception {
    SignedRequest request = trial.request();
    assertThat(trial.post(request)).isEqualTo(200);
    trial.until(ReceiverEvent.Saved.class);
    List<String> before = List.copyOf(trial.store.requests);
    assertThat(trial.post(request)).isEqualTo(200);
    assertThat(trial.until(ReceiverEvent.Repeated.class)).hasSize(1);
    assertThat(trial.store.requests).isEqualTo(before);
  }

  @Test
  void announcementShowsNoToken() throws IOException {
    ReceivedAnnouncement read =
        ReceivedAnnouncement.read(trial.payload("report.zip", 1).getBytes(StandardCharsets.UTF_8));
    assertThat(read.toString()).contains("report.zip").doesNotContain("link");
  }
}
