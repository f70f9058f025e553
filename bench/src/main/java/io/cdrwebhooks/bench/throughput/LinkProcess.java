package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.dynamodb.DynamoDbDeliveries;
import io.cdrwebhooks.aws.dynamodb.DynamoDbDownloadLinks;
import io.cdrwebhooks.aws.dynamodb.DynamoDbStatistics;
import io.cdrwebhooks.aws.dynamodb.TableNames;
import io.cdrwebhooks.aws.s3.S3PresignedUrls;
import io.cdrwebhooks.aws.snapshot.RehearsalContext;
import io.cdrwebhooks.bench.stand.FunctionSettings;
import io.cdrwebhooks.downloadlink.DownloadLinkHandler;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.log.EventLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
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
/// after the other, and the 99th percentile of their times in milliseconds.
final class LinkProcess implements AutoCloseable {
  private static final int RECORDED = 50;
  private final AwsClients clients;
  private final BareAws aws;
  private final DownloadLinkHandler handler;
  private final List<List<Tape>> recorded = new ArrayList<>();

  private LinkProcess(URI awsUrl) {
    clients = new AwsClients(AwsAccess.fromEnvironment(FunctionSettings.of(awsUrl)));
    aws = BareAws.of(clients);
    handler = handler(aws.dynamoDb());
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    PrintStream output = Child.takeOutput();
    try (LinkProcess process = new LinkProcess(URI.create(arguments[0]))) {
      process.record();
      Child.serve(output, List.of("ready"), process::answer);
    }
  }

  private DownloadLinkHandler handler(DynamoDbClient dynamoDb) {
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

  private void record() throws IOException {
    Recorder recorder = new Recorder();
    DownloadLinkHandler listening =
        handler(recorder.listening(DynamoDbClient.class, aws.dynamoDb()));
    for (int i = 0; i < RECORDED; i++) {
      follow(listening, event());
      recorded.add(recorder.take());
    }
  }

  private List<?> answer(List<String> question) throws IOException, InterruptedException {
    int count = Integer.parseInt(question.get(1));
    List<Long> nanos = new ArrayList<>();
    Spent spent =
        switch (question.getFirst()) {
          case "ours" -> {
            List<byte[]> events = new ArrayList<>();
            for (int i = 0; i < count; i++) {
              events.add(event());
            }
            yield Spent.by(
                () -> events.forEach(event -> time(nanos, () -> follow(handler, event))));
          }
          case "bare" ->
              Spent.by(
                  () -> {
                    for (int i = 0; i < count; i++) {
                      List<Tape> like = recorded.get(i % recorded.size());
                      time(nanos, () -> BareBatches.playAll(aws, like));
                    }
                  });
          default -> throw new IllegalArgumentException(question.getFirst());
        };
    List<Object> words = new ArrayList<>(spent.words());
    words.add(Percentiles.ofNanos(nanos).at(99));
    return words;
  }

  private static void time(List<Long> nanos, Runnable work) {
    long begun = System.nanoTime();
    work.run();
    nanos.add(System.nanoTime() - begun);
  }

  private static void follow(DownloadLinkHandler handler, byte[] event) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      handler.handleRequest(new ByteArrayInputStream(event), answer, new RehearsalContext());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!answer.toString(StandardCharsets.UTF_8).contains("302")) {
      throw new IllegalStateException("a link did not lead anywhere");
    }
  }

  private static byte[] event() {
    return """
      {"version":"2.0","rawPath":"%s%s","rawQueryString":"","headers":{"host":"cdr.example.com",\
      "user-agent":"receiver/1.0"},"requestContext":{"http":{"method":"GET",\
      "sourceIp":"192.0.2.1"},"requestId":"bench"},"isBase64Encoded":false}"""
        .formatted(CallbackUrls.PATH, UUID.randomUUID())
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    clients.close();
  }
}
