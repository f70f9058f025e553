package io.cdrwebhooks.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.aws.snapshot.CannedAnswers;
import io.cdrwebhooks.aws.snapshot.CannedAnswers.Answer;
import io.cdrwebhooks.aws.snapshot.CannedAnswers.Request;
import io.cdrwebhooks.aws.snapshot.RehearsedAws;
import io.cdrwebhooks.dispatch.exchange.ReceiverExchange;
import io.cdrwebhooks.dispatch.exchange.RecordingReceiver;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.json.Json;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metrics;
import io.cdrwebhooks.receiver.ReceiverRules;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The dispatch function on an emulated AWS that counts requests, with a real receiver.
final class CountedDispatch implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern DELIVERY_ID = Pattern.compile("dlv_[0-9a-f]{32}");

  /// A report whose exporter says its number of lines, and one whose lines are counted.
  static final String LINES_STATED = "said.zip";

  static final String COUNTED = "counted.zip";

  /// The number of requests by kind.
  final Map<String, Integer> asked = new TreeMap<>();

  /// The lines that it logged, metrics included.
  final Queue<String> logged = new ConcurrentLinkedQueue<>();

  private final AtomicInteger uploads = new AtomicInteger();
  final RecordingReceiver receiver = new RecordingReceiver();
  private final ReceiverExchange exchange;
  private final AwsClients clients;
  private final DispatchHandler handler;
  private final RehearsedAws aws;
  private final Map<String, JsonNode> recorded = new ConcurrentHashMap<>();
  private final Queue<String> sent = new ConcurrentLinkedQueue<>();

  /// The clock stands still while reports arrive: a slow machine must not renew a lease, which
  /// costs requests.
  private Instant now = Instant.now();

  CountedDispatch() {
    InstantSource clock = () -> now;
    exchange = ReceiverExchange.create(ReceiverRules.LOCAL, clock);
    DispatchEnvironment environment = DispatchEnvironment.read(DispatchEnvironmentTest.VARIABLES);
    aws = rehearsed(receiver);
    clients = new AwsClients(environment.access().rehearsed(), new CannedAnswers(this::count));
    RuntimeInputs inputs =
        new RuntimeInputs(
            clock,
            UUID::randomUUID,
            () -> 0.5,
            new EventLog(clock, logged::add),
            new Metrics(clock, logged::add));
    Dispatch dispatch = environment.dispatch(clients, TableNames.STANDARD, exchange, inputs);
    handler = new DispatchHandler(dispatch, inputs);
  }

  private static RehearsedAws rehearsed(RecordingReceiver receiver) {
    try {
      return new RehearsedAws(URI.create(receiver.url()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    clients.close();
    exchange.close();
    receiver.close();
  }

  /// Delivers `reports` reports that arrive in one batch.
  void deliver(int reports, String file) throws IOException {
    now = now.plusSeconds(60);
    int before = receiver.received.size();
    String messages =
        IntStream.range(0, reports)
            .mapToObj(_ -> message(uploads.incrementAndGet(), file))
            .collect(Collectors.joining(","));
    invoke(("{\"Records\":[" + messages + "]}").getBytes(UTF_8));
    invoke(Json.bytes(Json.object("Records", sentMessages())));
    assertThat(receiver.received).hasSize(before + reports);
  }

  private void invoke(byte[] event) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    handler.handleRequest(new ByteArrayInputStream(event), answer, TestContext.TWO_MINUTES);
    assertThat(answer.toString(UTF_8)).isEqualTo("{\"batchItemFailures\":[]}");
  }

  private static String message(int upload, String file) {
    return """
    {"messageId":"%1$d","body":"{\\"Records\\":[{\\"eventVersion\\":\\"2.1\\",\\"eventTime\\":\\"2026-01-01T12:00:00.000Z\\",\
    \\"eventName\\":\\"ObjectCreated:Put\\",\
    \\"s3\\":{\\"bucket\\":{\\"name\\":\\"b\\"},\\"object\\":{\\"key\\":\\"reports/1/%2$s\\",\\"size\\":1,\\"sequencer\\":\\"%1$04x\\"}}}]}"}\
    """
        .formatted(upload, file);
  }

  private Answer count(Request request) throws IOException {
    synchronized (asked) {
      asked.merge(kind(request), 1, Integer::sum);
    }
    return answer(request);
  }

  /// Answers like the AWS of a rehearsal, but finds recorded deliveries and accepts any message.
  private Answer answer(Request request) throws IOException {
    Matcher id = DELIVERY_ID.matcher(request.body());
    boolean isOfDelivery = request.body().contains("\"delivery\"") && id.find();
    switch (request.operation()) {
      case "PutItem" -> {
        if (isOfDelivery) {
          JsonNode item = JSON.readTree(request.body()).path("Item");
          recorded.put(id.group(), item);
        }
      }
      case "GetItem" -> {
        if (isOfDelivery) {
          return Answer.json("{\"Item\":" + recorded.get(id.group()) + "}");
        }
      }
      case "BatchGetItem" -> {
        if (isOfDelivery) {
          ObjectNode batch = (ObjectNode) JSON.readTree(aws.answer(request).body().asUtf8String());
          batch.withObject("/Responses").putArray("deliveries").add(recorded.get(id.group()));
          return Answer.json(batch.toString());
        }
      }
      case "SendMessage" -> {
        sent.add(JSON.readTree(request.body()).path("MessageBody").asText());
      }
      default -> {}
    }
    return aws.answer(request);
  }

  /// As Lambda hands over what was sent since the last call.
  private List<Map<String, Object>> sentMessages() {
    List<Map<String, Object>> messages = new ArrayList<>();
    for (String body = sent.poll(); body != null; body = sent.poll()) {
      messages.add(Json.object("messageId", "sent", "body", body));
    }
    return messages;
  }

  private static String kind(Request request) {
    if (request.body().contains("\"statistics\"")) {
      return "counts";
    }
    return switch (request.operation()) {
      case "GET" -> "S3";
      case "SendMessage" -> "SQS";
      case "Decrypt" -> "KMS";
      case "GetItem", "BatchGetItem", "Query" -> "DynamoDB reads";
      case "PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems" -> "DynamoDB writes";
      default -> throw new AssertionError("unknown operation: " + request.operation());
    };
  }
}
