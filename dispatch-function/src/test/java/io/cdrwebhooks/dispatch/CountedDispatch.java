package io.cdrwebhooks.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.OnDemand;
import io.cdrwebhooks.aws.eventbridge.EventBridgeNotices;
import io.cdrwebhooks.aws.kms.KmsVault;
import io.cdrwebhooks.aws.snapshot.CannedAnswers;
import io.cdrwebhooks.aws.snapshot.CannedAnswers.Answer;
import io.cdrwebhooks.aws.snapshot.CannedAnswers.Request;
import io.cdrwebhooks.aws.sqs.SqsDueAttempts;
import io.cdrwebhooks.configuration.ReceiverRules;
import io.cdrwebhooks.configuration.ReceiverUrl;
import io.cdrwebhooks.configuration.RememberedSignatures;
import io.cdrwebhooks.dispatch.exchange.ReceiverExchange;
import io.cdrwebhooks.dispatch.exchange.RecordingReceiver;
import io.cdrwebhooks.dispatch.rehearsal.RehearsedAws;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metrics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The dispatch function on an emulated AWS that counts requests, with a real receiver.
final class CountedDispatch implements AutoCloseable {
  private static final InstantSource CLOCK = InstantSource.system();

  /// A report whose exporter says its number of lines, and one whose lines are counted.
  static final String SAID = "said.zip";

  static final String COUNTED = "counted.zip";

  /// The number of requests by kind.
  final Map<String, Integer> asked = new TreeMap<>();

  private final AtomicInteger uploads = new AtomicInteger();
  final RecordingReceiver receiver = new RecordingReceiver();
  private final ReceiverExchange exchange;
  private final AwsClients clients;
  private final DispatchHandler handler;
  private final RehearsedAws aws;

  CountedDispatch() throws IOException {
    exchange = ReceiverExchange.create(ReceiverRules.LOCAL, CLOCK);
    DispatchEnvironment environment = DispatchEnvironment.read(DispatchEnvironmentTest.VARIABLES);
    aws =
        new RehearsedAws(
            environment.tables(),
            new ReceiverUrl(URI.create(receiver.url())),
            Instant.parse("2026-01-10T11:20:09Z"));
    clients = new AwsClients(environment.access().rehearsed(), new CannedAnswers(this::count));
    RuntimeInputs inputs =
        new RuntimeInputs(
            CLOCK,
            UUID::randomUUID,
            () -> 0.5,
            new EventLog(CLOCK, line -> {}),
            new Metrics(CLOCK, line -> {}));
    Dispatch dispatch =
        new Dispatch(
            AwsStores.of(clients.dynamoDb(), clients.s3(), environment.tables()),
            new Dispatch.Collaborators(
                new RememberedSignatures(new KmsVault(new OnDemand<>(clients::kms), "key"), CLOCK),
                new CallbackUrls(environment.callbackBaseUrl()),
                exchange,
                new SqsDueAttempts(new OnDemand<>(clients::sqs), environment.queues()),
                message -> {
                  throw new AssertionError("set aside: " + message);
                },
                new EventBridgeNotices(
                    new OnDemand<>(clients::eventBridge), environment.noticesBusName())),
            Pace.STANDARD,
            inputs);
    handler = new DispatchHandler(dispatch, inputs);
  }

  @Override
  public void close() throws IOException {
    clients.close();
    exchange.close();
    receiver.close();
  }

  /// Delivers so many reports that arrive in one batch.
  void deliver(int reports, String file) throws IOException {
    int before = receiver.received.size();
    String messages =
        IntStream.range(0, reports)
            .mapToObj(_ -> message(uploads.incrementAndGet(), file))
            .collect(Collectors.joining(","));
    invoke(("{\"Records\":[" + messages + "]}").getBytes(UTF_8));
    invoke(aws.sentMessages());
    assertThat(receiver.received).hasSize(before + reports);
  }

  private void invoke(byte[] event) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    handler.handleRequest(new ByteArrayInputStream(event), answer, TestContext.TWO_MINUTES);
    assertThat(answer.toString(UTF_8)).isEqualTo("{\"batchItemFailures\":[]}");
  }

  private static String message(int upload, String file) {
    return """
        {"messageId":"%1$d","body":"{\\"Records\\":[{\\"eventVersion\\":\\"2.1\\",\\"eventName\\":\\"ObjectCreated:Put\\",\
        \\"s3\\":{\\"bucket\\":{\\"name\\":\\"b\\"},\\"object\\":{\\"key\\":\\"reports/1/%2$s\\",\\"size\\":1,\\"sequencer\\":\\"%1$04x\\"}}}]}"}"""
        .formatted(upload, file);
  }

  private Answer count(Request request) throws IOException {
    synchronized (asked) {
      asked.merge(kind(request), 1, Integer::sum);
    }
    return aws.answer(request);
  }

  private static String kind(Request request) {
    if (request.body().contains("\"statistics\"")) {
      return "counts";
    }
    return switch (request.operation()) {
      case "" -> "S3";
      case "SendMessage" -> "SQS";
      case "Decrypt" -> "KMS";
      case "GetItem", "BatchGetItem", "Query" -> "DynamoDB reads";
      case "PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems" -> "DynamoDB writes";
      default -> throw new AssertionError("what is " + request.operation() + "?");
    };
  }
}
