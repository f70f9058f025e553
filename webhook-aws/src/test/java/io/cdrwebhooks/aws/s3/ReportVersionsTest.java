package io.cdrwebhooks.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.AwsService;
import io.cdrwebhooks.aws.TestAws;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportLookup;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/// Tests the promise of a bucket with versions: an announced report stays unchanged.
@SpeaksToAws
class ReportVersionsTest {
  private static final String BUCKET = TestAws.uniqueName("versions");
  private static final ReportKey KEY = new ReportKey(new TaskId(1), "tx 1.zip");

  @AutoClose
  private static final AwsClients CLIENTS = new AwsClients(TestAws.access(AwsService.S3));

  private static final S3Client S3 = CLIENTS.s3();

  @BeforeAll
  static void makeBucketWithVersions() {
    S3.createBucket(request -> request.bucket(BUCKET));
    S3.putBucketVersioning(
        request ->
            request
                .bucket(BUCKET)
                .versioningConfiguration(all -> all.status(BucketVersioningStatus.ENABLED)));
  }

  @Test
  void reportUploadedAgainDoesNotChangeTheOneBefore() throws Exception {
    ReportVersion first = upload("first");
    ReportVersion second = upload("the second");

    S3PresignedUrls urls = new S3PresignedUrls(CLIENTS.s3Presigner());
    assertThat(tail(first)).isEqualTo("first");
    assertThat(tail(second)).isEqualTo("the second");
    assertThat(new S3Reports(S3).read(first, 0, 5)).asString().isEqualTo("first");
    assertThat(download(urls.forGet(first, Duration.ofMinutes(5)))).isEqualTo("first");
    assertThat(download(urls.forGet(second, Duration.ofMinutes(5)))).isEqualTo("the second");
  }

  @Test
  void announcedVersionOutlivesDeletionOfItsKey() {
    ReportVersion version = upload("kept");
    S3.deleteObject(request -> request.bucket(BUCKET).key(KEY.text()));

    // Not through a presigned URL: moto refuses one while the key's newest version is a marker.
    assertThat(tail(version)).isEqualTo("kept");
  }

  @Test
  void removedVersionIsGone() {
    ReportVersion version = upload("removed");
    S3.deleteObject(
        request ->
            request.bucket(BUCKET).key(KEY.text()).versionId(version.versionId().orElseThrow()));

    assertGone(version);
  }

  @Test
  void deleteMarkerIsNoReport() {
    upload("hidden");
    String marker = S3.deleteObject(request -> request.bucket(BUCKET).key(KEY.text())).versionId();

    assertGone(new ReportVersion(BUCKET, KEY, Optional.of(marker)));
    assertGone(new ReportVersion(BUCKET, KEY, Optional.empty()));
  }

  private static void assertGone(ReportVersion version) {
    S3Reports reports = new S3Reports(S3);
    assertThat(reports.lookUp(version)).isEqualTo(new ReportLookup.Gone());
    assertThatThrownBy(() -> reports.read(version, 0, 1)).isInstanceOf(IOException.class);
  }

  private static ReportVersion upload(String text) {
    String versionId =
        S3.putObject(
                request -> request.bucket(BUCKET).key(KEY.text()), RequestBody.fromString(text))
            .versionId();
    return new ReportVersion(BUCKET, KEY, Optional.ofNullable(versionId));
  }

  private static String tail(ReportVersion version) {
    ReportLookup.Found found = (ReportLookup.Found) new S3Reports(S3).lookUp(version);
    assertThat(found.report().sizeBytes()).isEqualTo(found.tail().bytes().length);
    return new String(found.tail().bytes(), StandardCharsets.UTF_8);
  }

  private static String download(URI url) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString()).body();
    }
  }
}
