package io.cdrwebhooks.emulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

class DynamoDbEmulatorTest {
  private static final AccessKey KEY = S3Fixture.ACCESS_KEY;
  private static final Map<String, AttributeValue> ITEM =
      Map.of("id", AttributeValue.fromS("1"), "name", AttributeValue.fromS("ü"));

  @TempDir Path directory;

  @Test
  void tablesInADirectoryAreThereAfterARestart() {
    Path data = directory.resolve("not/yet/there");
    try (DynamoDbEmulator emulator = DynamoDbEmulator.start(KEY, data);
        DynamoDbClient dynamoDb = client(emulator, KEY)) {
      createTable(dynamoDb, "table");
      putIfAbsent(dynamoDb);
    }
    try (DynamoDbEmulator emulator = DynamoDbEmulator.start(KEY, data);
        DynamoDbClient dynamoDb = client(emulator, KEY)) {
      assertThat(
              dynamoDb
                  .getItem(
                      request ->
                          request.tableName("table").key(Map.of("id", AttributeValue.fromS("1"))))
                  .item())
          .isEqualTo(ITEM);
    }
  }

  @Test
  void takenDirectoryIsExplainedInOneSentence() {
    try (DynamoDbEmulator _ = DynamoDbEmulator.start(KEY, directory)) {
      assertThatThrownBy(() -> DynamoDbEmulator.start(KEY, directory))
          .isInstanceOf(EmulatorException.class)
          .hasMessageContaining("another process has them open");
    }
  }

  /// The reset reaches Dynalite while it still waits for the rest of the body.
  @Test
  void abortedRequestDoesNotAffectOthers() throws Exception {
    try (DynamoDbEmulator emulator = DynamoDbEmulator.start(KEY, null);
        DynamoDbClient dynamoDb = client(emulator, KEY)) {
      createTable(dynamoDb, "table");
      for (int i = 0; i < 20; i++) {
        abortRequest(emulator, "PutItem");
        abortRequest(emulator, "TransactWriteItems");
      }
      putIfAbsent(dynamoDb);
      assertThat(emulator.process().isAlive()).isTrue();
    }
  }

  @Test
  void emulatorHoldsNoCarrierOfVirtualThreads() throws Exception {
    int carriers = Runtime.getRuntime().availableProcessors();
    AtomicInteger running = new AtomicInteger();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    Callable<Boolean> meetTheOthers =
        () -> {
          running.incrementAndGet();
          while (running.get() < carriers && System.nanoTime() < end) {
            Thread.onSpinWait(); // does not release the carrier
          }
          return running.get() == carriers;
        };
    try (DynamoDbEmulator _ = DynamoDbEmulator.start(KEY, null);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> met : threads.invokeAll(Collections.nCopies(carriers, meetTheOthers))) {
        assertThat(met.get()).isTrue();
      }
    }
  }

  /// Ctrl-C and `timeout` signal the whole process group.
  @Test
  void signalToTheProcessKeepsTheTablesOpen() throws Exception {
    try (DynamoDbEmulator emulator = DynamoDbEmulator.start(KEY, null);
        DynamoDbClient dynamoDb = client(emulator, KEY)) {
      emulator.process().destroy();
      createTable(dynamoDb, "table");
      putIfAbsent(dynamoDb);
    }
  }

  @Test
  void killingTheJvmEndsTheProcess() throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                StartedAndLeft.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader output = jvm.inputReader()) {
      ProcessHandle node = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
      assertThat(node.isAlive()).isTrue();
      jvm.destroyForcibly().waitFor();
      node.onExit().get(10, TimeUnit.SECONDS);
    } finally {
      jvm.destroyForcibly();
    }
  }

  /// Runs in another JVM: starts the emulator, prints its process id, and waits for its end.
  static final class StartedAndLeft {
    private StartedAndLeft() {}

    public static void main(String[] arguments) throws InterruptedException {
      DynamoDbEmulator emulator = DynamoDbEmulator.start(KEY, null);
      System.out.println(emulator.process().pid());
      Thread.currentThread().join();
    }
  }

  /// Sends the head and a part of the body, waits until the head has arrived, and resets the
  /// connection.
  private static void abortRequest(DynamoDbEmulator emulator, String operation) throws IOException {
    String head =
        "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: DynamoDB_20120810.%s\r\n"
            + "Authorization: AWS4-HMAC-SHA256 Credential=%s/x\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n\r\n{";
    try (Socket socket = new Socket("127.0.0.1", emulator.port())) {
      socket.setSoLinger(true, 0);
      socket
          .getOutputStream()
          .write(head.formatted(operation, KEY.id()).getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).isEqualTo('H');
    }
  }

  static DynamoDbClient client(DynamoDbEmulator emulator, AccessKey key) {
    return DynamoDbClient.builder()
        .endpointOverride(emulator.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(key.credentials())
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  static void createTable(DynamoDbClient dynamoDb, String name) {
    AttributeDefinition id =
        AttributeDefinition.builder()
            .attributeName("id")
            .attributeType(ScalarAttributeType.S)
            .build();
    KeySchemaElement key =
        KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build();
    dynamoDb.createTable(
        request ->
            request
                .tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(id)
                .keySchema(key));
    while (status(dynamoDb, name) != TableStatus.ACTIVE) {
      Thread.onSpinWait();
    }
  }

  private static TableStatus status(DynamoDbClient dynamoDb, String name) {
    return dynamoDb.describeTable(request -> request.tableName(name)).table().tableStatus();
  }

  private static void putIfAbsent(DynamoDbClient dynamoDb) {
    dynamoDb.putItem(
        request ->
            request.tableName("table").item(ITEM).conditionExpression("attribute_not_exists(id)"));
  }
}
