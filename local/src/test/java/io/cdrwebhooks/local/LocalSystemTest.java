package io.cdrwebhooks.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.local.calls.AwsCalls;
import io.cdrwebhooks.local.receiver.ReceiverEvent;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.report.Zips;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

@SpeaksToAws
class LocalSystemTest {
  @TempDir static Path directory;

  private static RunningSystem running;

  @BeforeAll
  static void start() throws Exception {
    running = RunningSystem.start(directory);
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Test
  void uploadedReportIsAnnouncedFetchedAndEqual() throws Exception {
    byte[] report = report("uploaded", 100);
    ReceiverEvent.Accepted accepted = running.deliver("uploaded.zip", report);
    assertThat(accepted.announcement().fileSizeInBytes()).isEqualTo(report.length);
    assertThat(accepted.announcement().numberOfLines()).isEqualTo(100);
    assertThat(accepted.announcement().taskName()).isEqualTo("Task 1");
    assertThat(accepted.announcement().error()).isEmpty();
    assertThat(running.saved(accepted.id())).hasBinaryContent(report);
    JsonNode delivery =
        Await.until(
            "the delivery's record",
            () -> running.api.get("/deliveries/" + accepted.id()),
            found ->
                found.path("status").asText().equals("DELIVERED")
                    && found.path("linkFollowedAt").isTextual());
    assertThat(delivery.path("attempts")).hasSize(1);
    assertThat(delivery.at("/attempts/0/statusCode").asInt()).isEqualTo(200);
  }

  @Test
  void statisticsCountADelivery() throws Exception {
    running.deliver("counted.zip", report("counted", 3));
    JsonNode statistics =
        Await.until(
            "the counts",
            () -> running.api.get("/statistics"),
            found -> found.at("/totals/delivered").asLong() > 0);
    assertThat(statistics.at("/totals/deliveries").asLong()).isPositive();
    assertThat(statistics.at("/totals/attemptMs/p50").asLong()).isPositive();
    assertThat(running.api.get("/webhook-configurations").at("/items/0/health/attempts").isNumber())
        .isTrue();
    assertThat(running.api.get("/platform").path("callbackBaseUrl").asText())
        .isEqualTo(running.system.apiUrl().toString());
    assertThat(running.api.get("/platform").path("egressIps").toString())
        .isEqualTo("[\"127.0.0.1\"]");
    assertThat(running.api.get("/platform").path("sampleExport").asBoolean()).isTrue();
  }

  /// Otherwise every call would seem to be on the list.
  @Test
  void awsCallsOfTheFunctionsAreRecorded() throws Exception {
    running.deliver("asked.zip", report("asked", 3));
    running.api.get("/webhook-configurations");

    assertThat(AwsCalls.made())
        .contains(
            "io.cdrwebhooks.dispatch.DispatchHandler: s3 GetObject -",
            "io.cdrwebhooks.dispatch.DispatchHandler: dynamodb PutItem download-links",
            "io.cdrwebhooks.downloadlink.DownloadLinkHandler: dynamodb GetItem download-links",
            "io.cdrwebhooks.configapi.ConfigApiHandler: dynamodb Scan webhook-configurations");
  }

  /// All five are in the queue before the first is handled, and are received in one batch or
  /// several.
  @Test
  void reportUploadedOnceAndNotifiedFiveTimesIsDeliveredOnce() throws Exception {
    SqsClient sqs = running.system.clients().sqs();
    String queueUrl = running.system.backend().queueUrl(LocalQueues.ARRIVALS);
    running.system.stopDelivering();
    running.upload("reports/1/notified.zip", report("notified", 3));
    Message announced = received(sqs, queueUrl);
    for (int i = 1; i < 5; i++) {
      sqs.sendMessage(message -> message.queueUrl(queueUrl).messageBody(announced.body()));
    }
    sqs.changeMessageVisibility(
        change ->
            change
                .queueUrl(queueUrl)
                .receiptHandle(announced.receiptHandle())
                .visibilityTimeout(0));
    running.system.startDelivering();
    running.accepted("notified.zip", 1);
    // The next delivery shows that all five were handled; the queue shows it, too.
    running.deliver("after-notified.zip", report("after", 1));
    awaitEmpty(sqs, queueUrl);
    assertThat(running.accepted("notified.zip", 1)).hasSize(1);
    assertThat(running.of(ReceiverEvent.Repeated.class, event -> true)).isEmpty();
  }

  private static void awaitEmpty(SqsClient sqs, String queueUrl) throws Exception {
    Await.until(
        "an empty queue",
        () ->
            sqs.getQueueAttributes(ask -> ask.queueUrl(queueUrl).attributeNamesWithStrings("All"))
                .attributesAsStrings(),
        counts ->
            counts.get("ApproximateNumberOfMessages").equals("0")
                && counts.get("ApproximateNumberOfMessagesNotVisible").equals("0"));
  }

  @Test
  void keyUploadedTwiceIsDeliveredTwice() throws Exception {
    running.upload("reports/1/twice.zip", report("first", 1));
    running.accepted("twice.zip", 1);
    running.upload("reports/1/twice.zip", report("second", 2));
    List<ReceiverEvent.Accepted> accepted = running.accepted("twice.zip", 2);
    assertThat(accepted).hasSize(2);
    assertThat(accepted.get(0).id()).isNotEqualTo(accepted.get(1).id());
    assertThat(accepted.get(1).announcement().numberOfLines()).isEqualTo(2);
  }

  @Test
  void callbackUrlAnswersAsTheContractSays() throws Exception {
    byte[] report = report("callback", 500);
    URI url = running.deliver("callback.zip", report).announcement().callbackUrl();

    HttpResponse<byte[]> redirect = running.send("GET", url);
    assertThat(redirect.statusCode()).isEqualTo(302);
    assertThat(redirect.headers().firstValue("Cache-Control")).hasValue("no-store");
    HttpResponse<byte[]> part = running.send("GET", location(redirect), "Range", "bytes=100-199");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(report, 100, 200));

    HttpResponse<byte[]> head = running.send("HEAD", url);
    assertThat(head.statusCode()).isEqualTo(302);
    HttpResponse<byte[]> size = running.send("HEAD", location(head));
    assertThat(size.statusCode()).isEqualTo(200);
    assertThat(size.headers().firstValueAsLong("Content-Length")).hasValue(report.length);

    HttpResponse<byte[]> post = running.send("POST", url);
    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(post.headers().firstValue("Allow")).hasValue("GET, HEAD");
  }

  @Test
  void fileComesWithItsTypeAndName() throws Exception {
    URI url = running.deliver("named.zip", report("named", 2)).announcement().callbackUrl();

    HttpResponse<byte[]> file = running.send("GET", location(running.send("GET", url)));
    assertThat(file.headers().firstValue("Content-Type")).hasValue("application/zip");
    assertThat(file.headers().firstValue("Content-Disposition").orElseThrow())
        .startsWith("attachment; filename=\"named.zip\"");
  }

  @Test
  void changedTokenAnswers404() throws Exception {
    String url =
        running.deliver("token.zip", report("token", 1)).announcement().callbackUrl().toString();
    char last = url.charAt(url.length() - 1);
    String changed = url.substring(0, url.length() - 1) + (last == '0' ? '1' : '0');
    assertThat(running.send("GET", URI.create(changed)).statusCode()).isEqualTo(404);
    assertThat(running.send("GET", URI.create(url)).statusCode()).isEqualTo(302);
  }

  @Test
  void reportOfAnUnknownTaskIsKeptUnrouted() throws Exception {
    running.upload("reports/77/lost.zip", report("lost", 1));
    JsonNode deliveries = running.deliveries(new TaskId(77), 1);
    assertThat(deliveries).hasSize(1);
    assertThat(deliveries.at("/0/status").asText()).isEqualTo("UNROUTED");
    assertThat(deliveries.at("/0/fileName").asText()).isEqualTo("lost.zip");
    assertThat(
            running.of(
                ReceiverEvent.Accepted.class, e -> e.announcement().fileName().equals("lost.zip")))
        .isEmpty();
  }

  /// It is found late in both ways: its event waits in the queue, and a reconciliation sees it in
  /// the bucket.
  @Test
  void reportFromWhileTheTaskWasOffIsNotSentToItsNextConfiguration() throws Exception {
    TaskId task = new TaskId(78);
    running.api.createTask(task, "Given to another customer", null);
    running.system.stopDelivering();
    running.upload("reports/78/former.zip", report("former", 1));
    Instant uploaded = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    // S3's times have whole seconds: a report of the same second would belong to the new one.
    Await.until("the next second", Instant::now, now -> !now.isBefore(uploaded.plusSeconds(1)));
    String customer = running.api.get("/webhook-configurations").at("/items/0/id").asText();
    running.assign(task, customer);
    running.system.startDelivering();

    running.reconcile(new TimeRange(uploaded.minusSeconds(60), uploaded.plusSeconds(60)));
    running.upload("reports/78/later.zip", report("later", 1));

    running.accepted("later.zip", 1);
    awaitEmpty(
        running.system.clients().sqs(), running.system.backend().queueUrl(LocalQueues.ARRIVALS));
    assertThat(running.deliveries(task, 1).findValuesAsText("fileName"))
        .containsExactly("later.zip");
  }

  @Test
  void reportWhoseFirstEventIsLostIsFoundByItsSecond() throws Exception {
    SqsClient sqs = running.system.clients().sqs();
    String arrivals = running.system.backend().queueUrl(LocalQueues.ARRIVALS);
    running.system.stopDelivering();
    running.upload("reports/1/unheard.zip", report("unheard", 1));
    Message first =
        Await.until(
                "the first event",
                () -> sqs.receiveMessage(receive -> receive.queueUrl(arrivals)).messages(),
                messages -> !messages.isEmpty())
            .getFirst();
    sqs.deleteMessage(delete -> delete.queueUrl(arrivals).receiptHandle(first.receiptHandle()));
    sqs.sendMessage(
        second ->
            second
                .queueUrl(running.system.backend().queueUrl(LocalQueues.BACKGROUND_WORK))
                .messageBody(first.body()));
    running.system.startDelivering();

    assertThat(running.accepted("unheard.zip", 1)).hasSize(1);
    Await.until(
        "the count of found reports",
        () -> running.metrics,
        lines -> lines.stream().anyMatch(line -> line.contains("\"ReportsReconciled\":1")));
  }

  /// SQS would move the message only after 1,000 receives.
  @ParameterizedTest
  @ValueSource(strings = {LocalQueues.ARRIVALS, LocalQueues.BACKGROUND_WORK})
  void unreadableMessageMovesToTheDeadLetterQueue(String queue) throws Exception {
    SqsClient sqs = running.system.clients().sqs();
    String url = running.system.backend().queueUrl(queue);
    String unreadable = "{\"Records\": [{ to " + queue;
    sqs.sendMessage(message -> message.queueUrl(url).messageBody(unreadable));
    String deadLetters = running.system.backend().queueUrl(LocalQueues.deadLetters(queue));
    // Other tests leave their own dead letters.
    Await.until(
        "the message in " + deadLetters,
        () -> sqs.receiveMessage(receive -> receive.queueUrl(deadLetters)).messages(),
        messages -> messages.stream().anyMatch(dead -> dead.body().equals(unreadable)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "two words.zip",
        "1+1.zip",
        "Gespräche Süd.zip",
        "通話 記録.zip",
        "50%25.zip",
        "a&b=c;d.zip",
        "\uD83D\uDCDE.zip"
      })
  void fileNameArrivesUnchanged(String fileName) throws Exception {
    byte[] report = report(fileName, 2);
    ReceiverEvent.Accepted accepted = running.deliver(fileName, report);
    assertThat(running.saved(accepted.id())).hasBinaryContent(report);
  }

  @Test
  void copiedReportIsAnnounced() throws Exception {
    byte[] report = report("copied", 4);
    running.deliver("original.zip", report);
    try (S3Client s3 = running.exporterClient()) {
      s3.copyObject(
          copy ->
              copy.sourceBucket(running.bucket())
                  .sourceKey("reports/1/original.zip")
                  .destinationBucket(running.bucket())
                  .destinationKey("reports/1/copy.zip"));
    }
    ReceiverEvent.Accepted accepted = running.accepted("copy.zip", 1).getFirst();
    assertThat(running.saved(accepted.id())).hasBinaryContent(report);
  }

  @Test
  void reportUploadedInPartsIsAnnouncedOnceItIsComplete() throws Exception {
    byte[] report = Zips.deflated(Map.of("a.csv", randomLines(6 << 20)));
    String key = "reports/1/parts.zip";
    try (S3Client s3 = running.exporterClient()) {
      String upload =
          s3.createMultipartUpload(create -> create.bucket(running.bucket()).key(key)).uploadId();
      List<CompletedPart> parts =
          List.of(
              part(s3, upload, 1, Arrays.copyOf(report, 5 << 20)),
              part(s3, upload, 2, Arrays.copyOfRange(report, 5 << 20, report.length)));
      s3.completeMultipartUpload(
          complete ->
              complete
                  .bucket(running.bucket())
                  .key(key)
                  .uploadId(upload)
                  .multipartUpload(all -> all.parts(parts)));
    }
    ReceiverEvent.Accepted accepted = running.accepted("parts.zip", 1).getFirst();
    assertThat(accepted.announcement().fileSizeInBytes()).isEqualTo(report.length);
    assertThat(running.saved(accepted.id())).hasBinaryContent(report);
    assertThat(running.accepted("parts.zip", 1)).hasSize(1);
  }

  @Test
  void logHoldsNoTokenNoKeyAndNoSignature() throws Exception {
    URI url = running.deliver("secrets.zip", report("secrets", 1)).announcement().callbackUrl();
    assertThat(running.send("GET", url).statusCode()).isEqualTo(302);
    assertThat(running.search.lines()).isPositive();
    assertThat(running.search.tokens()).isPositive();
    assertThat(running.search.signatures()).isPositive();
    assertThat(
            running.search.leaks(
                Map.of(
                    "API token", running.token.reveal(),
                    "S3 secret key", running.secrets.accessKey().secret(),
                    "Signature", running.signatureText())))
        .isEmpty();
  }

  @Test
  void manyReportsAtOnceAreAllDelivered() throws Exception {
    int count = 25;
    for (int i = 0; i < count; i++) {
      running.upload("reports/1/many-" + i + ".zip", report("many", i + 1));
    }
    for (int i = 0; i < count; i++) {
      ReceiverEvent.Accepted accepted = running.accepted("many-" + i + ".zip", 1).getFirst();
      assertThat(accepted.announcement().numberOfLines()).isEqualTo(i + 1);
      assertThat(Files.size(running.saved(accepted.id())))
          .isEqualTo(accepted.announcement().fileSizeInBytes());
    }
    Set<String> ids =
        running
            .of(ReceiverEvent.Accepted.class, e -> e.announcement().fileName().startsWith("many-"))
            .stream()
            .map(ReceiverEvent.Accepted::id)
            .collect(Collectors.toSet());
    assertThat(ids).hasSize(count);
  }

  private static CompletedPart part(S3Client s3, String upload, int number, byte[] bytes) {
    String eTag =
        s3.uploadPart(
                part ->
                    part.bucket(running.bucket())
                        .key("reports/1/parts.zip")
                        .uploadId(upload)
                        .partNumber(number),
                RequestBody.fromBytes(bytes))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(eTag).build();
  }

  private static Message received(SqsClient sqs, String queueUrl) throws Exception {
    return Await.until(
            "a message in " + queueUrl,
            () -> sqs.receiveMessage(receive -> receive.queueUrl(queueUrl)).messages(),
            messages -> !messages.isEmpty())
        .getFirst();
  }

  private static URI location(HttpResponse<?> redirect) {
    return URI.create(redirect.headers().firstValue("Location").orElseThrow());
  }

  /// A zip of one file, with as many lines.
  /// Lines that deflating makes hardly shorter.
  static String randomLines(int bytes) {
    byte[] random = new byte[bytes];
    new Random(1).nextBytes(random);
    return Base64.getMimeEncoder().encodeToString(random);
  }

  private static byte[] report(String name, int lines) throws IOException {
    Random random = new Random(lines);
    String text =
        IntStream.range(0, lines)
            .mapToObj(line -> name + "," + line + "," + random.nextLong() + "\n")
            .collect(Collectors.joining());
    return Zips.deflated(Map.of(name.getBytes(StandardCharsets.UTF_8).length + ".csv", text));
  }
}
