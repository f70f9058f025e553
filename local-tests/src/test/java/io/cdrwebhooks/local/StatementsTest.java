package io.cdrwebhooks.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.dynamodb.DynamoDbDeliveries;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Deliveries.Recording;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.PayloadSignatures;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.hash.Sha256;
import io.cdrwebhooks.local.receiver.ReceiverEvent;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.statement.StatementDays;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Tests statements from recorded reports to a receiver that gets a lost day back.
@SpeaksToAws
@ExtendWith(SharedSystem.class)
class StatementsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int REPORTS = 5;

  @TempDir private Path directory;
  private final RunningSystem running;
  private final LocalDate day = StatementDays.last(Instant.now());

  StatementsTest(RunningSystem running) {
    this.running = running;
  }

  /// The number 3 has no report: its process died.
  @Test
  void receiverThatLostItsDiskGetsBackAWholeDayFromItsStatement() throws Exception {
    Commands.assumeOnPath("node", "the command-line tool is not run");
    String configuration =
        running.api.createConfiguration(
            "Receiver of statements", running.receiverUrl(), running.secrets.signature());
    Map<String, byte[]> files = new TreeMap<>();
    for (int i = 0; i < REPORTS; i++) {
      byte[] report = RunningSystem.report("stated" + i, 100 + i);
      String name = "s" + i + ".zip";
      files.put(recorded(configuration, name, report, i < 2 ? i + 1 : i + 2) + "/" + name, report);
    }
    turnOn(configuration, false);
    String list = "/webhook-configurations/" + configuration + "/statements";
    JsonNode _ =
        Await.until("the statement of " + day, () -> running.api.get(list), this::hasTheDay);
    Path folder = directory.resolve("reports");

    assertThat(collectDay(configuration, folder)).contains(" 5 fetched, 0 missing");
    delete(folder);
    JsonNode numbers = numbers(configuration);
    assertThat(collectDay(configuration, folder)).contains(" 5 fetched, 0 missing");

    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      assertThat(folder.resolve(file.getKey())).hasBinaryContent(file.getValue());
    }
    JsonNode statement =
        JSON.readTree(folder.resolve("statements").resolve(day + ".1.json").toFile());
    assertThat(statement.path("numbers").toString())
        .isEqualTo(
            "[{\"taskId\":1,\"first\":1,\"last\":6,\"voidNumbers\":[{\"first\":3,\"last\":3}],"
                + "\"expiredUpTo\":0}]");
    assertThat(numbered(numbers.path("items")))
        .as("the numbers alone name the same reports")
        .isEqualTo(numbered(statement.path("reports")))
        .containsOnlyKeys(1L, 2L, 4L, 5L, 6L);
    assertThat(numbers.path("voidNumbers")).isEqualTo(statement.at("/numbers/0/voidNumbers"));
    assertThat(numbers.path("next").asLong()).isEqualTo(7);
    assertThat(run(0, "verify-statement", folder.toString())).contains(": complete");
    Files.delete(folder.resolve(files.keySet().iterator().next()));
    assertThat(run(1, "verify-statement", folder.toString())).contains("1 missing");
  }

  /// The demo receiver verifies the signature of what it reports.
  @Test
  void receiverThatAsksForNoticesHearsOfItsStatement() throws Exception {
    Commands.assumeOnPath("node", "the command-line tool is not run");
    String quiet = configured("Receiver without notices");
    String asking = configured("Receiver of notices");
    turnOn(quiet, false);
    turnOn(asking, true);

    ReceiverEvent.Noticed noticed =
        Await.until("a notice to " + asking, () -> noticed(asking), found -> !found.isEmpty())
            .getFirst();
    JsonNode _ =
        Await.until(
            "the statement of " + quiet,
            () -> running.api.get("/webhook-configurations/" + quiet + "/statements"),
            this::hasTheDay);

    JsonNode notice = JSON.readTree(noticed.body());
    assertThat(notice.path("notice").asText()).isEqualTo("statement-ready");
    assertThat(notice.path("id").asText()).isEqualTo(noticed.id());
    assertThat(notice.path("day").asText()).isEqualTo(day.toString());
    Path folder = directory.resolve("noticed");
    String _ = collectDay(asking, folder);
    byte[] statement = Files.readAllBytes(folder.resolve("statements").resolve(day + ".1.json"));
    assertThat(notice.path("sha256").asText()).isEqualTo(Sha256.hex(statement));
    assertThat(noticed(quiet)).isEmpty();
  }

  /// In the first hours after midnight UTC, some configurations have a later statement too.
  private boolean hasTheDay(JsonNode days) {
    return days.path("days").toString().contains("\"" + day + "\"");
  }

  private String configured(String name) throws Exception {
    return running.api.createConfiguration(
        name, running.receiverUrl(), running.secrets.signature());
  }

  private List<ReceiverEvent.Noticed> noticed(String configuration) {
    return running.of(
        ReceiverEvent.Noticed.class,
        event -> event.body().contains(configuration) && event.body().contains("\"" + day + "\""));
  }

  /// Delivers a report, and records it in addition for the configuration, as of the day.
  private DeliveryId recorded(String configuration, String fileName, byte[] report, long number)
      throws Exception {
    DeliveryId delivered = new DeliveryId(running.deliver(fileName, report).id());
    Delivery now = deliveries().find(delivered).orElseThrow();
    Instant then = StatementDays.beginning(day).plus(Duration.ofHours(12)).plusSeconds(number);
    Delivery ofTheDay =
        new Delivery(
            DeliveryId.of(UUID.randomUUID()),
            Optional.of(new ConfigurationId(configuration)),
            new Delivery.Upload(
                now.report(),
                then,
                now.sizeBytes(),
                Optional.of(new Inspection(100, "", Optional.of(Sha256.hex(report))))),
            then,
            DeliveryProgress.kept(DeliveryStatus.DELIVERED, ""));
    Recording recording =
        number == 1
            ? deliveries().recordNumbered(ofTheDay)
            : deliveries().record(ofTheDay.numbered(number));
    assertThat(recording).isEqualTo(new Recording.Recorded());
    return ofTheDay.id();
  }

  /// Requests the numbers of the task from the first on, as a receiver without any files does.
  private JsonNode numbers(String configuration) throws Exception {
    byte[] body =
        "{\"request\":\"list-numbers\",\"id\":\"req_%s\",\"at\":\"%s\",\"configurationId\":\"%s\",\"taskId\":1,\"from\":1}"
            .formatted(UUID.randomUUID().toString().replace("-", ""), Instant.now(), configuration)
            .getBytes(StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(
                running.system.apiUrl().resolve("/bulk/cdr-mgr/v1/receiver-requests"))
            .header("Content-Type", "application/json")
            .header(
                "X-CDR-Signature",
                PayloadSignatures.xCdrSignature(running.secrets.signature(), body))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<byte[]> answer =
        running.http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  /// Returns the deliveries and digests of listed or stated reports, by their numbers.
  private static Map<Long, String> numbered(JsonNode reports) {
    Map<Long, String> numbered = new TreeMap<>();
    for (JsonNode report : reports) {
      numbered.put(
          report.path("sequence").asLong(),
          report.path("deliveryId").asText() + " " + report.path("fileSha256").asText());
    }
    assertThat(numbered).hasSameSizeAs(reports);
    return numbered;
  }

  private void turnOn(String configuration, boolean notices) throws Exception {
    ObjectNode body = JSON.createObjectNode();
    body.put("name", "Receiver " + configuration)
        .put("receiverNotices", notices)
        .put("url", running.receiverUrl().toString());
    body.putObject("receiverRequests").put("enabled", true);
    String path = "/bulk/cdr-mgr/v1/webhook-configurations/" + configuration;
    assertThat(running.api.send("PUT", path, body, "If-Match", "*")).isNotNull();
  }

  private String collectDay(String configuration, Path folder) throws Exception {
    return run(
        0,
        "collect",
        folder.toString(),
        "--system",
        running.system.apiUrl().toString(),
        "--configuration",
        configuration,
        "--day",
        day.toString());
  }

  private String run(int exitCode, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("node", "../cli/cdr-webhooks.mjs"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CDR_SIGNATURES", running.signatureText());
    Process process = builder.start();
    String output = String.join("\n", JavaProcess.lines(process));
    assertThat(process.waitFor()).as(output).isEqualTo(exitCode);
    return output;
  }

  private DynamoDbDeliveries deliveries() {
    return new DynamoDbDeliveries(
        running.system.clients().dynamoDb(), running.system.backend().tables().deliveries());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
