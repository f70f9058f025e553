package io.cdrwebhooks.downloadlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.AwsService;
import io.cdrwebhooks.aws.TestAws;
import io.cdrwebhooks.aws.s3.S3PresignedUrls;
import io.cdrwebhooks.emulators.backend.SentRequests;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// Tests the way from a token to the bytes of the report, through an object store that checks the
/// redirect's signature.
@SpeaksToAws
class FollowedLinkTest {
  private static final String BUCKET = TestAws.uniqueName("links");

  @AutoClose
  private static final AwsClients CLIENTS = new AwsClients(TestAws.access(AwsService.S3));

  private static final S3Client S3 = CLIENTS.s3();
  @AutoClose private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ReportVersion REPORT =
      new ReportVersion(BUCKET, new ReportKey(new TaskId(7), "märz + april.zip"), Optional.empty());
  private static final byte[] BYTES = new byte[50_000];

  private final LinkFixture function = new LinkFixture(new S3PresignedUrls(CLIENTS.s3Presigner()));

  @BeforeAll
  static void upload() {
    new Random(1).nextBytes(BYTES);
    S3.createBucket(request -> request.bucket(BUCKET));
    S3.putObject(
        request -> request.bucket(BUCKET).key(REPORT.key().text()), RequestBody.fromBytes(BYTES));
  }

  @Test
  void redirectLeadsToTheReportUnderItsOwnName() throws Exception {
    HttpResponse<byte[]> file = HTTP.send(follow("GET").build(), BodyHandlers.ofByteArray());

    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.body()).isEqualTo(BYTES);
    assertThat(file.headers().firstValue("Content-Type")).contains("application/zip");
    assertThat(file.headers().firstValue("Content-Disposition"))
        .contains(
            "attachment; filename=\"m_rz + april.zip\"; "
                + "filename*=UTF-8''m%C3%A4rz%20+%20april.zip");
  }

  @Test
  void brokenDownloadResumesWithTheSameToken() throws Exception {
    AccessToken token = function.issue(REPORT);
    HttpResponse<byte[]> first = part(token, "bytes=0-19999");
    HttpResponse<byte[]> rest = part(token, "bytes=20000-");

    assertThat(first.statusCode()).isEqualTo(206);
    assertThat(first.body()).isEqualTo(Arrays.copyOf(BYTES, 20_000));
    assertThat(rest.statusCode()).isEqualTo(206);
    assertThat(rest.body()).isEqualTo(Arrays.copyOfRange(BYTES, 20_000, BYTES.length));
  }

  @Test
  void headLeadsToSizeAndType() throws Exception {
    HttpResponse<Void> head =
        HTTP.send(
            follow("HEAD").method("HEAD", BodyPublishers.noBody()).build(),
            BodyHandlers.discarding());

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(BYTES.length);
    assertThat(head.headers().firstValue("Content-Type")).contains("application/zip");
  }

  @Test
  void redirectForHeadDoesNotServeAGet() throws Exception {
    HttpResponse<Void> file = HTTP.send(follow("HEAD").build(), BodyHandlers.discarding());

    assertThat(file.statusCode()).isEqualTo(403);
  }

  private HttpResponse<byte[]> part(AccessToken token, String range) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(location("GET", token)).header("Range", range).build(),
        BodyHandlers.ofByteArray());
  }

  private HttpRequest.Builder follow(String method) {
    return HttpRequest.newBuilder(location(method, function.issue(REPORT)));
  }

  private URI location(String method, AccessToken token) {
    URI location = URI.create(function.send(method, token).headers().get("Location"));
    SentRequests.note(location);
    return location;
  }
}
