package io.cdrwebhooks.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.dynamodb.DynamoDbDeliveries;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.PayloadSignatures;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.local.receiver.ReceivedAnnouncement;
import io.cdrwebhooks.local.receiver.ReceiverEvent;
import io.cdrwebhooks.local.receiver.RequestSignatures;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/// Tests what a receiver may ask for with its own Signature, from its request to the file.
@SpeaksToAws
@ExtendWith(SharedSystem.class)
class ReceiverRequestsTest {
  private static final String PATH = "/bulk/cdr-mgr/v1/receiver-requests";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;
  private final RunningSystem running;
  private final String configuration;

  ReceiverRequestsTest(RunningSystem running) throws Exception {
    this.running = running;
    this.configuration = running.api.get("/webhook-configurations").at("/items/0/id").asText();
    allow(true);
  }

  @Test
  void receiverGetsAFreshLinkForOneThatHasExpired() throws Exception {
    byte[] report = RunningSystem.report("renewed", 100);
    ReceiverEvent.Accepted accepted = running.deliver("renewed.zip", report);
    URI expired = accepted.announcement().callbackUrl();
    expireLinks(accepted.id());
    assertThat(running.send("GET", expired).statusCode()).isEqualTo(410);

    HttpResponse<byte[]> answer = ask(renewal(accepted.id()), running.secrets.signature());

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(
            new RequestSignatures(running.secrets.signature())
                .bothHold(name -> answer.headers().firstValue(name).orElse(null), answer.body()))
        .isTrue();
    assertThat(answer.headers().firstValue("webhook-id")).contains(accepted.id());
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    ReceivedAnnouncement renewed = ReceivedAnnouncement.read(answer.body());
    assertThat(renewed.numberOfLines()).isEqualTo(100);
    HttpResponse<byte[]> redirect = running.send("GET", renewed.callbackUrl());
    assertThat(redirect.statusCode()).isEqualTo(302);
    URI location = URI.create(redirect.headers().firstValue("Location").orElseThrow());
    assertThat(running.send("GET", location).body()).isEqualTo(report);
  }

  @Test
  void listNamesWhatWasRecorded() throws Exception {
    Instant before = Instant.now().minus(Duration.ofMinutes(10)).truncatedTo(ChronoUnit.MILLIS);
    DeliveryId id = DeliveryId.of(UUID.randomUUID());
    record(id, before);

    HttpResponse<byte[]> answer =
        Await.until(
            "the delivery in the list",
            () -> ask(list(before.minusSeconds(1)), running.secrets.signature()),
            page -> new String(page.body(), StandardCharsets.UTF_8).contains(id.value()));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(
            new RequestSignatures(running.secrets.signature())
                .bothHold(name -> answer.headers().firstValue(name).orElse(null), answer.body()))
        .isTrue();
    JsonNode page = JSON.readTree(answer.body());
    assertThat(Instant.parse(page.path("completeUntil").asText())).isBefore(Instant.now());
    assertThat(page.path("nextCursor").isNull()).isTrue();
  }

  @Test
  void refusalsAreEqualAndContainTheTime() throws Exception {
    ReceiverEvent.Accepted accepted =
        running.deliver("refused.zip", RunningSystem.report("refused", 1));
    SignatureKey other = new SignatureKey("a Signature that the receiver has not, at all");

    HttpResponse<byte[]> wrong = ask(renewal(accepted.id()), other);
    HttpResponse<byte[]> unknown =
        ask(renewal(DeliveryId.of(UUID.randomUUID()).value()), running.secrets.signature());
    allow(false);
    HttpResponse<byte[]> off = ask(renewal(accepted.id()), running.secrets.signature());
    allow(true);

    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(unknown.body()).isEqualTo(wrong.body());
    assertThat(off.body()).isEqualTo(wrong.body());
    assertThat(unknown.headers().map().keySet()).isEqualTo(wrong.headers().map().keySet());
    assertThat(off.headers().map().keySet()).isEqualTo(wrong.headers().map().keySet());
    assertThat(wrong.headers().firstValue("Date")).isPresent();
  }

  /// Its body has no token, and no webhook has its id.
  @Test
  void requestIsNotAcceptedAsAWebhook() throws Exception {
    ReceiverEvent.Accepted accepted =
        running.deliver("no-webhook.zip", RunningSystem.report("no-webhook", 1));
    String body = renewal(accepted.id());
    assertThat(ask(body, running.secrets.signature()).statusCode()).isEqualTo(201);

    HttpResponse<byte[]> answer = post(running.receiverUrl(), body, running.secrets.signature());

    assertThat(answer.statusCode()).isBetween(400, 499);
    assertThatIOException()
        .isThrownBy(() -> ReceivedAnnouncement.read(body.getBytes(StandardCharsets.UTF_8)));
  }

  /// The folder has the reports, and a note of where the last run ended.
  @Test
  void receiverThatLostItsDiskCollectsAllReportsAgain() throws Exception {
    Commands.assumeOnPath("node", "the command-line tool is not run");
    byte[] first = RunningSystem.report("collected", 100);
    byte[] second = RunningSystem.report("collected", 20_000);
    Path folder = directory.resolve("collected");
    Path firstFile = folder.resolve(recordedEarlier("c1.zip", first)).resolve("c1.zip");
    Path secondFile = folder.resolve(recordedEarlier("c2.zip", second)).resolve("c2.zip");

    assertThat(collect(folder)).contains(" 2 fetched, 0 missing");
    assertThat(firstFile).hasBinaryContent(first);
    assertThat(secondFile).hasBinaryContent(second);
    assertThat(collect(folder)).as("where it ended").contains(" 0 fetched, 0 missing");
    delete(folder);
    assertThat(collect(folder, "--since", "1h")).contains(" 2 fetched, 0 missing");

    assertThat(firstFile).hasBinaryContent(first);
    assertThat(secondFile).hasBinaryContent(second);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private String collect(Path folder, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("node", "../cli/cdr-webhooks.mjs", "collect", folder.toString()));
    command.addAll(List.of("--system", running.system.apiUrl().toString()));
    command.addAll(List.of("--configuration", configuration));
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CDR_SIGNATURES", running.signatureText());
    Process process = builder.start();
    String output = String.join("\n", JavaProcess.lines(process));
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  /// Uploads a report, and records it in addition as if it had been uploaded some minutes ago:
  /// lists stay behind the time.
  private String recordedEarlier(String fileName, byte[] report) throws Exception {
    DeliveryId delivered = new DeliveryId(running.deliver(fileName, report).id());
    Delivery now = deliveries().find(delivered).orElseThrow();
    Delivery earlier =
        new Delivery(
            DeliveryId.of(UUID.randomUUID()),
            now.configurationId(),
            new Delivery.Upload(
                now.report(),
                now.createdAt().minus(Duration.ofMinutes(10)),
                now.sizeBytes(),
                now.inspection()),
            now.createdAt().minus(Duration.ofMinutes(10)),
            DeliveryProgress.kept(DeliveryStatus.DELIVERED, ""));
    assertThat(deliveries().record(earlier)).isNotNull();
    return earlier.id().value();
  }

  private DynamoDbDeliveries deliveries() {
    return new DynamoDbDeliveries(
        running.system.clients().dynamoDb(), running.system.backend().tables().deliveries());
  }

  private void allow(boolean allowed) throws Exception {
    JsonNode was = running.api.get("/webhook-configurations/" + configuration);
    ObjectNode body = JSON.createObjectNode();
    body.put("name", was.path("name").asText()).put("url", was.path("url").asText());
    body.putObject("receiverRequests").put("enabled", allowed);
    String path = "/bulk/cdr-mgr/v1/webhook-configurations/" + configuration;
    assertThat(running.api.send("PUT", path, body, "If-Match", "*")).isNotNull();
  }

  private static String renewal(String delivery) {
    return "{\"request\":\"renew-link\",%s,\"deliveryId\":\"%s\"}".formatted(idAndTime(), delivery);
  }

  private String list(Instant from) {
    return "{\"request\":\"list-reports\",%s,\"configurationId\":\"%s\",\"from\":\"%s\"}"
        .formatted(idAndTime(), configuration, from);
  }

  private static String idAndTime() {
    return "\"id\":\"req_%s\",\"at\":\"%s\""
        .formatted(UUID.randomUUID().toString().replace("-", ""), Instant.now());
  }

  private HttpResponse<byte[]> ask(String body, SignatureKey key) throws Exception {
    return post(running.system.apiUrl().resolve(PATH), body, key);
  }

  private HttpResponse<byte[]> post(URI url, String body, SignatureKey key) throws Exception {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .header("Content-Type", "application/json")
            .header("X-CDR-Signature", PayloadSignatures.xCdrSignature(key, bytes))
            .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
            .build();
    return running.http.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  private void record(DeliveryId id, Instant createdAt) {
    ReportVersion version =
        new ReportVersion(
            running.bucket(), new ReportKey(RunningSystem.TASK, "listed.zip"), Optional.empty());
    Delivery delivery =
        new Delivery(
            id,
            Optional.of(new ConfigurationId(configuration)),
            new Delivery.Upload(version, createdAt, 1, Optional.empty()),
            createdAt,
            DeliveryProgress.kept(DeliveryStatus.DELIVERED, ""));
    assertThat(deliveries().record(delivery)).isNotNull();
  }

  /// Ends every link of a delivery a second ago.
  private void expireLinks(String delivery) {
    String table = running.system.backend().tables().downloadLinks();
    ScanResponse links = running.system.clients().dynamoDb().scan(scan -> scan.tableName(table));
    String past = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(1) + "";
    for (Map<String, AttributeValue> link : links.items()) {
      if (AttributeValue.fromS(delivery).equals(link.get("deliveryId"))) {
        var _ =
            running
                .system
                .clients()
                .dynamoDb()
                .updateItem(
                    update ->
                        update
                            .tableName(table)
                            .key(Map.of("tokenHash", link.get("tokenHash")))
                            .updateExpression("SET validUntil = :past")
                            .expressionAttributeValues(
                                Map.of(":past", AttributeValue.fromS(past.replace("Z", ".000Z")))));
      }
    }
  }
}
