package io.cdrwebhooks.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.aws.dynamodb.DynamoDbDeliveries;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Deliveries.Recording;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.hash.Sha256;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.statement.StatementDays;
import java.io.IOException;
import java.net.http.HttpResponse;
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
    running.allowRequests(configuration);
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

  /// In the first hours after midnight UTC, some configurations have a later statement too.
  private boolean hasTheDay(JsonNode days) {
    return days.path("days").toString().contains("\"" + day + "\"");
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
    HttpResponse<byte[]> answer =
        running.ask(
            "list-numbers",
            "\"configurationId\":\"%s\",\"taskId\":1,\"from\":1".formatted(configuration));
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
        running.system.clients().dynamoDb(), LocalSystem.TABLES.deliveries());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
