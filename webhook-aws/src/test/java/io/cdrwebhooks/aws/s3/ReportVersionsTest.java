package io.cdrwebhooks.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.FullAws;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/// Tests the promise of a bucket with versions: an announced report stays unchanged.
@SpeaksToAws
class ReportVersionsTest {
  private static final String BUCKET = TestAws.uniqueName("versions");
  private static final ReportKey KEY = new ReportKey(new TaskId(1), "tx 1.zip");

  private static AwsClients clients;
  private static S3Client s3;
  private static S3PresignedUrls urls;

  @BeforeAll
  static void makeBucketWithVersions() {
    if (!FullAws.isThere()) {
      return;
    }
    clients = new AwsClients(FullAws.access());
    s3 = clients.s3();
    urls = new S3PresignedUrls(clients.s3Presigner());
    s3.createBucket(request -> request.bucket(BUCKET));
    s3.putBucketVersioning(
        request ->
            request
                .bucket(BUCKET)
                .versioningConfiguration(all -> all.status(BucketVersioningStatus.ENABLED)));
  }

  @BeforeEach
  void needsVersions() {
    FullAws.assumeThere();
  }

  @AfterAll
  static void close() {
    if (clients != null) {
      clients.close();
    }
  }

  @Test
  void reportUploadedAgainDoesNotChangeTheOneBefore() throws Exception {
    ReportVersion first = upload("first");
    ReportVersion second = upload("the second");

    assertThat(tail(first)).isEqualTo("first");
    assertThat(tail(second)).isEqualTo("the second");
    assertThat(new S3Reports(s3).read(first, 0, 5)).asString().isEqualTo("first");
    assertThat(download(urls.forGet(first, Duration.ofMinutes(5)))).isEqualTo("first");
    assertThat(download(urls.forGet(second, Duration.ofMinutes(5)))).isEqualTo("the second");
  }

  @Test
  void announcedVersionOutlivesDeletionOfItsKey() {
    ReportVersion version = upload("kept");
    s3.deleteObject(request -> request.bucket(BUCKET).key(KEY.text()));

    // Not through a presigned URL: moto refuses one while the key's newest version is a marker.
    assertThat(tail(version)).isEqualTo("kept");
  }

  @Test
  void removedVersionIsGone() {
    ReportVersion version = upload("removed");
    s3.deleteObject(
        request ->
            request.bucket(BUCKET).key(KEY.text()).versionId(version.versionId().orElseThrow()));

    assertGone(version);
  }

  @Test
  void deleteMarkerIsNoReport() {
    upload("hidden");
    String marker = s3.deleteObject(request -> request.bucket(BUCKET).key(KEY.text())).versionId();

    assertGone(new ReportVersion(BUCKET, KEY, Optional.of(marker)));
    assertGone(new ReportVersion(BUCKET, KEY, Optional.empty()));
  }

  @Test
  void emptyReportIsDescribedInItsVersion() {
    ReportVersion empty = upload("");
    upload("successor");

    assertThat(tail(empty)).isEmpty();
  }

  private static void assertGone(ReportVersion version) {
    S3Reports reports = new S3Reports(s3);
    assertThat(reports.lookUp(version)).isEqualTo(new ReportLookup.Gone());
    assertThatThrownBy(() -> reports.read(version, 0, 1)).isInstanceOf(IOException.class);
  }

  private static ReportVersion upload(String text) {
    String versionId =
        s3.putObject(
                request -> request.bucket(BUCKET).key(KEY.text()), RequestBody.fromString(text))
            .versionId();
    return new ReportVersion(BUCKET, KEY, Optional.ofNullable(versionId));
  }

  private static String tail(ReportVersion version) {
    ReportLookup.Found found = (ReportLookup.Found) new S3Reports(s3).lookUp(version);
    assertThat(found.report().sizeBytes()).isEqualTo(found.tail().bytes().length);
    return new String(found.tail().bytes(), StandardCharsets.UTF_8);
  }

  private static String download(URI url) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString()).body();
    }
  }
}
