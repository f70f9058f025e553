package io.cdrwebhooks.bench.throughput;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.aws.snapshot.RehearsalContext;
import io.cdrwebhooks.bench.measure.ChildJvm;
import io.cdrwebhooks.bench.stand.CannedAws;
import io.cdrwebhooks.bench.stand.DispatchEvents;
import io.cdrwebhooks.bench.stand.HttpEvents;
import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.dispatch.DispatchEnvironment;
import io.cdrwebhooks.dispatch.DispatchHandler;
import io.cdrwebhooks.downloadlink.DownloadLinkHandler;
import io.cdrwebhooks.local.isolation.LoadedSystem;
import io.cdrwebhooks.receiver.ReceiverRules;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;

/// Runs dispatch and the download link function in a separate process with the settings of a
/// deployment, so that the figures leave out the servers.
///
/// It answers `deliver`, `follow` and `request` with the cost of that many deliveries, followed
/// links or bare requests to AWS.
public final class FunctionsProcess {
  /// Messages in a batch, the most that Lambda takes at once.
  static final int BATCH = 10;

  /// Batches in parallel; Lambda would use this number of environments.
  private static final int AT_ONCE = 4;

  private static final String ALL_DONE = "\"batchItemFailures\":[]";
  private static final String REDIRECTED = "\"statusCode\":302";

  /// The cost of followed links, and the time within which 99 % were answered.
  record Followed(Spent spent, double p99Millis) {}

  private FunctionsProcess() {}

  static ChildJvm start(CannedAws aws, Path scratch) throws IOException {
    return ChildJvm.start(FunctionsProcess.class, List.of(), scratch, List.of(), aws.settings());
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    PrintStream output = ChildJvm.takeOutput();
    DispatchHandler dispatch =
        new DispatchHandler(DispatchEnvironment.read(System.getenv(), ReceiverRules.LOCAL));
    DownloadLinkHandler links = new DownloadLinkHandler();
    try (AwsClients clients = new AwsClients(AwsAccess.fromEnvironment(System.getenv()))) {
      ChildJvm.serve(
          output,
          "ready",
          (question, count) ->
              switch (question) {
                case "deliver" -> Spent.by(() -> deliver(dispatch, count));
                case "follow" -> follow(links, count);
                case "request" -> Spent.by(() -> request(clients.dynamoDb(), count));
                default -> throw new IllegalArgumentException(question);
              });
    }
  }

  /// Records reports in one invocation and sends their requests in another, batch by batch.
  private static void deliver(DispatchHandler dispatch, int count) throws InterruptedException {
    List<Callable<Boolean>> batches = new ArrayList<>();
    for (int first = 0; first < count; first += BATCH) {
      List<Integer> numbers = IntStream.range(first, first + BATCH).boxed().toList();
      batches.add(
          () -> {
            invoke(dispatch, arrivals(numbers), ALL_DONE);
            invoke(dispatch, lanes(numbers), ALL_DONE);
            return true;
          });
    }
    var _ = Overlapped.all(batches, Executors.newFixedThreadPool(AT_ONCE));
  }

  private static String arrivals(List<Integer> numbers) {
    return DispatchEvents.arrivals(numbers.stream().map(DispatchEvents::key).toList());
  }

  private static String lanes(List<Integer> numbers) {
    return DispatchEvents.pending(numbers.stream().map(DispatchEvents::lane).toList());
  }

  /// Requests single items only, with the same parallelism as for deliveries.
  private static void request(DynamoDbClient dynamoDb, int count) throws InterruptedException {
    Map<String, AttributeValue> key =
        Map.of(
            "id", AttributeValue.fromS("dlv_0123456789abcdef0123456789abcdef"),
            "item", AttributeValue.fromS("delivery"));
    String table = TableNames.withPrefix("").deliveries();
    Callable<GetItemResponse> read = () -> dynamoDb.getItem(get -> get.tableName(table).key(key));
    var _ =
        Overlapped.all(
            Collections.nCopies(count, read), Executors.newFixedThreadPool(AT_ONCE * BATCH));
  }

  /// Follows links one after the other, as Lambda gives them to an environment.
  private static Followed follow(DownloadLinkHandler links, int count)
      throws IOException, InterruptedException {
    double[] millis = new double[count];
    Spent spent =
        Spent.by(
            () -> {
              for (int link = 0; link < count; link++) {
                String event = HttpEvents.follow(UUID.randomUUID().toString());
                long begun = System.nanoTime();
                invoke(links, event, REDIRECTED);
                millis[link] = (System.nanoTime() - begun) / 1e6;
              }
            });
    Arrays.sort(millis);
    return new Followed(spent, LoadedSystem.rank(millis, 0.99));
  }

  private static void invoke(RequestStreamHandler handler, String event, String success)
      throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
        answer,
        new RehearsalContext());
    String text = answer.toString(StandardCharsets.UTF_8);
    if (!text.contains(success)) {
      throw new IOException("answer must contain " + success + ": " + text);
    }
  }
}
