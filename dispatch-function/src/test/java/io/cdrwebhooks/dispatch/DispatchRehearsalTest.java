package io.cdrwebhooks.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.aws.snapshot.Rehearsal;
import io.cdrwebhooks.dispatch.exchange.RecordingReceiver;
import io.cdrwebhooks.dispatch.exchange.RecordingReceiver.Received;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Tests that the rehearsals complete, and leave nothing behind.
@Tag("slow")
class DispatchRehearsalTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ROUNDS = 3;
  private static final int REPORTS = 4 * ROUNDS;

  /// Takes the place of DynamoDB; every other service is at a port without a server.
  private RecordingReceiver dynamoDb;

  @BeforeEach
  void start() throws IOException {
    dynamoDb = new RecordingReceiver();
    dynamoDb.answer(200, "{}");
  }

  @AfterEach
  void stop() {
    dynamoDb.close();
  }

  @Test
  void bothReportsAreDeliveredAndOneRealTableIsRead() throws Exception {
    DispatchRehearsal.ofArrivals(environment(), ROUNDS).perform();

    List<Received> deliveries = deliveries();
    assertThat(deliveries).hasSize(REPORTS);
    Set<String> announced = new TreeSet<>();
    for (Received delivery : deliveries) {
      JsonNode body = JSON.readTree(delivery.body());
      assertThat(body.path("numberOfLines").asInt()).isEqualTo(1);
      assertThat(body.path("error").asText()).isEmpty();
      announced.add(body.path("fileName").asText());
    }
    assertThat(announced).containsExactly("counted.zip", "said.zip");
    assertThat(realRequests())
        .isNotEmpty()
        .allSatisfy(
            request -> {
              assertThat(request.headers().get("X-Amz-Target")).endsWith(".GetItem");
              assertThat(request.headers().get("Authorization")).contains("Credential=AKIDREAL/");
            });
  }

  /// In a deployment the receiver of a rehearsal refuses.
  @Test
  void refusalOfTheReceiverIsTheOnlyFailure() throws Exception {
    List<String> log = new CopyOnWriteArrayList<>();
    dynamoDb.answer(exchange -> exchange.sendResponseHeaders(400, -1));

    DispatchRehearsal.ofArrivals(environment(), ROUNDS).play(URI.create(dynamoDb.url()), log::add);

    assertThat(log).filteredOn(line -> line.contains("attempt.failed")).hasSize(REPORTS);
    assertThat(log).noneMatch(DispatchRehearsalTest::isFault);
  }

  @Test
  void rehearsalOfSchedulesOnlyReads() throws Exception {
    Rehearsal rehearsal = DispatchRehearsal.ofSchedules(environment(), ROUNDS);

    rehearsal.perform();

    assertThat(deliveries()).isEmpty();
    assertThat(realRequests())
        .isNotEmpty()
        .allSatisfy(
            request -> assertThat(request.headers().get("X-Amz-Target")).endsWith(".GetItem"));
  }

  @Test
  void rehearsalHasNoFailure() throws Exception {
    List<String> log = new CopyOnWriteArrayList<>();

    DispatchRehearsal.ofArrivals(environment(), ROUNDS).play(URI.create(dynamoDb.url()), log::add);
    DispatchRehearsal.ofSchedules(environment(), ROUNDS).play(URI.create(dynamoDb.url()), log::add);

    assertThat(log)
        .anyMatch(line -> line.contains("attempt.delivered"))
        .anyMatch(line -> line.contains("sweep.done"))
        .anyMatch(line -> line.contains("reconciliation.begun"))
        .noneMatch(DispatchRehearsalTest::isFault);
  }

  @Test
  void rehearsalLogsAndCountsNothing() throws Exception {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    PrintStream standard = System.out;
    System.setOut(new PrintStream(output, true, UTF_8));
    try {
      DispatchRehearsal.ofArrivals(environment(), ROUNDS).perform();
      DispatchRehearsal.ofSchedules(environment(), ROUNDS).perform();
    } finally {
      System.setOut(standard);
    }
    assertThat(output.toString(UTF_8)).isEmpty();
  }

  /// Counts are dropped after 200 ms, which a first call on a busy machine may take.
  private static boolean isFault(String line) {
    return (line.contains("\"ERROR\"") || line.contains("\"WARN\""))
        && !line.contains("counts.lost");
  }

  private List<Received> deliveries() {
    return dynamoDb.received.stream()
        .filter(request -> request.headers().containsKey("X-CDR-Signature"))
        .toList();
  }

  private List<Received> realRequests() {
    return dynamoDb.received.stream()
        .filter(request -> request.headers().containsKey("X-Amz-Target"))
        .toList();
  }

  private DispatchEnvironment environment() {
    Map<String, String> variables = new HashMap<>(DispatchEnvironmentTest.VARIABLES);
    variables.put("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
    variables.put("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:" + dynamoDb.port());
    variables.put("AWS_ACCESS_KEY_ID", "AKIDREAL");
    variables.put("AWS_SECRET_ACCESS_KEY", "secret");
    return DispatchEnvironment.read(variables);
  }
}
