package io.cdrwebhooks.downloadlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.FullAws;
import io.cdrwebhooks.aws.TestAws;
import io.cdrwebhooks.aws.s3.S3PresignedUrls;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/// Tests that a link serves the announced version, whatever is uploaded under the same name
/// afterwards.
@SpeaksToAws
class PinnedVersionTest {
  private static final ReportKey KEY = new ReportKey(new TaskId(1), "tx.zip");

  @Test
  void reportUploadedAgainNeverChangesWhatAnAnnouncedLinkServes() throws Exception {
    FullAws.assumeThere();
    try (AwsClients clients = new AwsClients(FullAws.access())) {
      S3Client s3 = clients.s3();
      String bucket = bucketWithVersions(s3);
      LinkFixture function = new LinkFixture(new S3PresignedUrls(clients.s3Presigner()));

      AccessToken first = function.issue(upload(s3, bucket, "first"));
      assertThat(download(function, first)).isEqualTo("first");

      AccessToken second = function.issue(upload(s3, bucket, "second"));
      assertThat(download(function, first)).isEqualTo("first");
      assertThat(download(function, second)).isEqualTo("second");
    }
  }

  private static String bucketWithVersions(S3Client s3) {
    String bucket = TestAws.uniqueName("pinned");
    s3.createBucket(request -> request.bucket(bucket));
    s3.putBucketVersioning(
        request ->
            request
                .bucket(bucket)
                .versioningConfiguration(all -> all.status(BucketVersioningStatus.ENABLED)));
    return bucket;
  }

  private static ReportVersion upload(S3Client s3, String bucket, String text) {
    Optional<String> versionId =
        Optional.ofNullable(
            s3.putObject(
                    request -> request.bucket(bucket).key(KEY.text()), RequestBody.fromString(text))
                .versionId());
    return new ReportVersion(bucket, KEY, versionId);
  }

  private static String download(LinkFixture function, AccessToken token) throws Exception {
    URI location = URI.create(function.send("GET", token).headers().get("Location"));
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(location).build(), BodyHandlers.ofString()).body();
    }
  }
}
