package io.cdrwebhooks.local;

import static io.cdrwebhooks.local.RunningSystem.report;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdrwebhooks.local.receiver.ReceiverEvent;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Tests the way of a report from its upload to the receiver's download.
@ExtendWith(SharedSystem.class)
class LocalSystemTest {
  private final RunningSystem running;

  LocalSystemTest(RunningSystem running) {
    this.running = running;
  }

  @Test
  void uploadedReportIsAnnouncedFetchedAndEqual() throws Exception {
    byte[] report = report("uploaded", 100);
    ReceiverEvent.Accepted accepted = running.deliver("uploaded.zip", report);
    assertThat(accepted.announcement().fileSizeInBytes()).isEqualTo(report.length);
    assertThat(accepted.announcement().numberOfLines()).isEqualTo(100);
    assertThat(accepted.announcement().taskName()).isEqualTo("Task 1");
    assertThat(accepted.announcement().error()).isEmpty();
    assertThat(running.saved(accepted.id())).hasBinaryContent(report);
    JsonNode delivery =
        Await.until(
            "the delivery's record",
            () -> running.api.get("/deliveries/" + accepted.id()),
            found ->
                found.path("status").asText().equals("DELIVERED")
                    && found.path("linkFollowedAt").isTextual());
    assertThat(delivery.path("attempts")).hasSize(1);
    assertThat(delivery.at("/attempts/0/statusCode").asInt()).isEqualTo(200);
  }

  /// A slow machine may lose the counts of a delivery, so another one follows.
  @Test
  void statisticsCountADelivery() throws Exception {
    JsonNode statistics =
        Await.until(
            "the counts",
            () -> {
              running.deliver("counted.zip", report("counted", 3));
              return running.api.get("/statistics");
            },
            found -> found.at("/totals/delivered").asLong() > 0);
    assertThat(statistics.at("/totals/deliveries").asLong()).isPositive();
    assertThat(statistics.at("/totals/attemptMs/p50").asLong()).isPositive();
    assertThat(running.api.get("/webhook-configurations").at("/items/0/health/attempts").isNumber())
        .isTrue();
    assertThat(running.api.get("/platform").path("callbackBaseUrl").asText())
        .isEqualTo(running.system.apiUrl().toString());
    assertThat(running.api.get("/platform").path("egressIps").toString())
        .isEqualTo("[\"127.0.0.1\"]");
    assertThat(running.api.get("/platform").path("sampleExport").asBoolean()).isTrue();
  }

  @Test
  void callerIsNamedByItsSignInAndItsChanges() throws Exception {
    JsonNode me = running.api.get("/me");
    assertThat(me.path("subject").asText()).isEqualTo("local-operator");
    assertThat(me.path("issuer").asText()).isNotEmpty();
    assertThat(me.path("clientId").asText()).isNotEmpty();
    assertThat(me.path("expiresAt").isTextual()).isTrue();

    JsonNode changes = running.api.get("/changes?limit=100").path("items");
    assertThat(changes.findValuesAsText("operation"))
        .contains("SIGN_IN", "CREATE_CONFIGURATION", "SAVE_TASK");
    assertThat(changes.findValuesAsText("subject")).containsOnly("local-operator");
    assertThat(changes.findValuesAsText("issuer")).containsOnly(me.path("issuer").asText());
    assertThat(changes.findValuesAsText("address")).containsOnly("127.0.0.1");
  }

  @Test
  void callbackUrlAnswersAsInTheContract() throws Exception {
    byte[] report = report("callback", 500);
    URI url = running.deliver("callback.zip", report).announcement().callbackUrl();

    HttpResponse<byte[]> redirect = running.send("GET", url);
    assertThat(redirect.statusCode()).isEqualTo(302);
    assertThat(redirect.headers().firstValue("Cache-Control")).hasValue("no-store");
    HttpResponse<byte[]> part = running.send("GET", location(redirect), "Range", "bytes=100-199");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(report, 100, 200));

    HttpResponse<byte[]> head = running.send("HEAD", url);
    assertThat(head.statusCode()).isEqualTo(302);
    HttpResponse<byte[]> size = running.send("HEAD", location(head));
    assertThat(size.statusCode()).isEqualTo(200);
    assertThat(size.headers().firstValueAsLong("Content-Length")).hasValue(report.length);

    HttpResponse<byte[]> post = running.send("POST", url);
    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(post.headers().firstValue("Allow")).hasValue("GET, HEAD");
  }

  @Test
  void logHoldsNoTokenNoKeyAndNoSignature() throws Exception {
    URI url = running.deliver("secrets.zip", report("secrets", 1)).announcement().callbackUrl();
    assertThat(running.send("GET", url).statusCode()).isEqualTo(302);
    assertThat(running.search.lines()).isPositive();
    assertThat(running.search.tokens()).isPositive();
    assertThat(running.search.signatures()).isPositive();
    assertThat(
            running.search.leaks(
                Map.of(
                    "API token", running.token.reveal(),
                    "S3 secret key", running.secrets.accessKey().secret(),
                    "Signature", running.signatureText())))
        .isEmpty();
  }

  @Test
  void manyReportsAtOnceAreAllDelivered() throws Exception {
    int count = 25;
    for (int i = 0; i < count; i++) {
      running.upload("reports/1/many-" + i + ".zip", report("many", i + 1));
    }
    for (int i = 0; i < count; i++) {
      ReceiverEvent.Accepted accepted = running.accepted("many-" + i + ".zip", 1).getFirst();
      assertThat(accepted.announcement().numberOfLines()).isEqualTo(i + 1);
      assertThat(Files.size(running.saved(accepted.id())))
          .isEqualTo(accepted.announcement().fileSizeInBytes());
    }
    Set<String> ids =
        running
            .of(ReceiverEvent.Accepted.class, e -> e.announcement().fileName().startsWith("many-"))
            .stream()
            .map(ReceiverEvent.Accepted::id)
            .collect(Collectors.toSet());
    assertThat(ids).hasSize(count);
  }

  private static URI location(HttpResponse<?> redirect) {
    return URI.create(redirect.headers().firstValue("Location").orElseThrow());
  }
}
