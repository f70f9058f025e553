package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.dynamodb.DynamoDbDeliveries;
import io.cdrwebhooks.aws.dynamodb.DynamoDbDownloadLinks;
import io.cdrwebhooks.aws.dynamodb.DynamoDbStatistics;
import io.cdrwebhooks.aws.dynamodb.TableNames;
import io.cdrwebhooks.aws.s3.S3PresignedUrls;
import io.cdrwebhooks.aws.snapshot.RehearsalContext;
import io.cdrwebhooks.bench.ChildJvm;
import io.cdrwebhooks.bench.stand.FunctionSettings;
import io.cdrwebhooks.bench.stand.HttpEvents;
import io.cdrwebhooks.downloadlink.DownloadLinkHandler;
import io.cdrwebhooks.log.EventLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The download link function and its bare requests in one process, to be measured in turn.
///
/// Argument: where AWS is. Answers `ours` and `bare` with what following so many links took, one
/// after the other.
final class LinkProcess {
  private static final int RECORDED = 50;

  private LinkProcess() {}

  /// `p99Millis` is the 99th percentile of the times of single links.
  record Links(Spent spent, double p99Millis) {}

  /// Follows one link, by its number.
  private interface Follow {
    void link(int number) throws IOException;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    PrintStream output = ChildJvm.takeOutput();
    URI url = URI.create(arguments[0]);
    try (AwsClients clients = new AwsClients(AwsAccess.fromEnvironment(FunctionSettings.of(url)))) {
      DownloadLinkHandler handler = handler(clients, clients.dynamoDb());
      List<List<Tape>> recorded = record(clients);
      ChildJvm.serve(
          output,
          "ready",
          (question, count) ->
              switch (question) {
                case "ours" -> follow(count, _ -> follow(handler));
                case "bare" ->
                    follow(count, link -> recorded.get(link % recorded.size()).forEach(Tape::play));
                default -> throw new IllegalArgumentException(question);
              });
    }
  }

  private static DownloadLinkHandler handler(AwsClients clients, DynamoDbClient dynamoDb) {
    TableNames tables = TableNames.withPrefix("");
    return new DownloadLinkHandler(
        new DownloadLinkHandler.Stores(
            new DynamoDbDownloadLinks(dynamoDb, tables.downloadLinks()),
            new DynamoDbDeliveries(dynamoDb, tables.deliveries()),
            new DynamoDbStatistics(dynamoDb, tables.statistics(), Duration.ofSeconds(1))),
        new S3PresignedUrls(clients.s3Presigner()),
        InstantSource.system(),
        EventLog.toStandardOutput());
  }

  private static List<List<Tape>> record(AwsClients clients) throws IOException {
    Recorder recorder = new Recorder();
    DownloadLinkHandler listening =
        handler(clients, recorder.listening(DynamoDbClient.class, clients.dynamoDb()));
    List<List<Tape>> recorded = new ArrayList<>();
    for (int i = 0; i < RECORDED; i++) {
      follow(listening);
      recorded.add(recorder.take());
    }
    return recorded;
  }

  private static Links follow(int count, Follow follow) throws IOException, InterruptedException {
    List<Long> nanos = new ArrayList<>();
    Spent spent =
        Spent.by(
            () -> {
              for (int link = 0; link < count; link++) {
                long begun = System.nanoTime();
                follow.link(link);
                nanos.add(System.nanoTime() - begun);
              }
            });
    return new Links(spent, Spent.percentile(nanos, 99));
  }

  private static void follow(DownloadLinkHandler handler) throws IOException {
    byte[] event = HttpEvents.follow(UUID.randomUUID().toString()).getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    handler.handleRequest(new ByteArrayInputStream(event), answer, new RehearsalContext());
    if (!answer.toString(StandardCharsets.UTF_8).contains("302")) {
      throw new IOException("a link did not lead anywhere");
    }
  }
}
