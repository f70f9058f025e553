package io.cdrwebhooks.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.AwsService;
import io.cdrwebhooks.aws.TestAws;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

@SpeaksToAws
class S3PresignedUrlsTest {
  private static final String BUCKET = TestAws.uniqueName("urls");
  private static final Duration LIFE = Duration.ofMinutes(5);
  private static final byte[] REPORT = report();
  @AutoClose private static final HttpClient HTTP = HttpClient.newHttpClient();

  @AutoClose
  private static final AwsClients CLIENTS = new AwsClients(TestAws.access(AwsService.S3));

  private static final S3Client S3 = CLIENTS.s3();
  private static final S3PresignedUrls URLS = new S3PresignedUrls(CLIENTS.s3Presigner());

  @BeforeAll
  static void makeBucket() {
    S3.createBucket(request -> request.bucket(BUCKET));
  }

  @Test
  void getsTheReportWithTypeAndName() throws Exception {
    ReportVersion version = stored("größe 1.zip");

    HttpResponse<byte[]> answer = send("GET", URLS.forGet(version, LIFE));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(REPORT);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/zip");
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"gr__e 1.zip\"; filename*=UTF-8''gr%C3%B6%C3%9Fe%201.zip");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b+c.zip", "%2F..%.zip", "日本 😀.zip", "a?b#c&d=e;'\"<>\\|~.zip"})
  void reportOfAnyNameIsReached(String fileName) throws Exception {
    URI url = URLS.forGet(stored(fileName), LIFE);

    assertThat(send("GET", url).body()).isEqualTo(REPORT);
  }

  @Test
  void brokenDownloadResumes() throws Exception {
    URI url = URLS.forGet(stored("resumed.zip"), LIFE);

    HttpResponse<byte[]> rest =
        HTTP.send(
            HttpRequest.newBuilder(url).header("Range", "bytes=1000-").build(),
            BodyHandlers.ofByteArray());

    assertThat(rest.statusCode()).isEqualTo(206);
    assertThat(rest.headers().firstValue("Content-Range"))
        .contains("bytes 1000-" + (REPORT.length - 1) + "/" + REPORT.length);
    assertThat(rest.body()).isEqualTo(Arrays.copyOfRange(REPORT, 1000, REPORT.length));
  }

  @Test
  void headAnswersSizeAndType() throws Exception {
    HttpResponse<byte[]> answer = send("HEAD", URLS.forHead(stored("head.zip"), LIFE));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(REPORT.length);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/zip");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void urlIsRefusedAfterItsLifetime() throws Exception {
    ReportVersion version = stored("expiring.zip");
    URI url = URLS.forGet(version, Duration.ofSeconds(1));
    Instant patience = Instant.now().plusSeconds(30);

    while (send("GET", url).statusCode() != 403) {
      if (Instant.now().isAfter(patience)) {
        fail("a URL of one second still works after 30");
      }
    }

    assertThat(send("GET", URLS.forGet(version, LIFE)).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /mine[.]zip, /your.zip",
    "GET, X-Amz-Expires=\\d+, X-Amz-Expires=604800",
    "GET, mine[.]zip%22, your.zip%22",
    "PUT, X-Amz-Date, X-Amz-Date",
    "DELETE, X-Amz-Date, X-Amz-Date"
  })
  void changedUrlOpensNothing(String method, String part, String changed) throws Exception {
    ReportVersion mine = stored("mine.zip");
    stored("your.zip");
    String url = URLS.forGet(mine, LIFE).toString();

    assertThat(send("GET", URI.create(url)).statusCode()).isEqualTo(200);
    assertThat(send(method, URI.create(url.replaceFirst(part, changed))).statusCode())
        .isEqualTo(403);
    assertThat(url).containsPattern(part);
  }

  @Test
  void namesThePinnedVersion() {
    ReportVersion newest = stored("tx.zip");
    ReportVersion pinned = new ReportVersion(BUCKET, newest.key(), Optional.of("v=1"));

    assertThat(URLS.forGet(pinned, LIFE).getRawQuery()).contains("versionId=v%3D1");
    assertThat(URLS.forHead(pinned, LIFE).getRawQuery()).contains("versionId=v%3D1");
    assertThat(URLS.forGet(newest, LIFE).getRawQuery()).doesNotContain("versionId");
  }

  /// S3 and the gateway take some 8,000 characters, of which the token of the function's session
  /// needs up to 2,000.
  @Test
  void addressOfTheLongestKeyIsWithinTheLimitsOfServers() {
    String bucket = stored("short.zip").bucket();
    ReportKey key = new ReportKey(new TaskId(42), "\u65e5".repeat(336) + ".zip");
    assertThat(key.text().getBytes(StandardCharsets.UTF_8).length).isBetween(1_020, 1_024);
    ReportVersion longest = new ReportVersion(bucket, key, Optional.of("v".repeat(32)));

    assertThat(URLS.forGet(longest, LIFE).toString()).hasSizeLessThan(6_000);
    assertThat(URLS.forHead(longest, LIFE).toString()).hasSizeLessThan(6_000);
  }

  private static HttpResponse<byte[]> send(String method, URI url)
      throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(url).method(method, HttpRequest.BodyPublishers.noBody()).build(),
        BodyHandlers.ofByteArray());
  }

  private static ReportVersion stored(String fileName) {
    ReportKey key = new ReportKey(new TaskId(1), fileName);
    S3.putObject(request -> request.bucket(BUCKET).key(key.text()), RequestBody.fromBytes(REPORT));
    return new ReportVersion(BUCKET, key, Optional.empty());
  }

  private static byte[] report() {
    byte[] bytes = new byte[100_000];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
