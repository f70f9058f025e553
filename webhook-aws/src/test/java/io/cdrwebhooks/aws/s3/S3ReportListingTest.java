package io.cdrwebhooks.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.AwsService;
import io.cdrwebhooks.aws.TestAws;
import io.cdrwebhooks.emulators.AwsEndpoints;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.report.ReportListing.Listed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/// Tests a bucket that keeps versions, as the deployment's does.
@SpeaksToAws
class S3ReportListingTest extends ReportListingContract {
  private static final String KEY = "reports/1/x y+z.zip";

  @AutoClose
  private static final AwsClients CLIENTS = new AwsClients(TestAws.access(AwsService.S3));

  private static final S3Client S3 = CLIENTS.s3();

  @Override
  S3Client s3() {
    return S3;
  }

  /// Moto takes no such names.
  @Override
  List<String> names() {
    return AwsEndpoints.outside().isEmpty()
        ? Stream.concat(NAMES.stream(), CONTROL_NAMES.stream()).toList()
        : NAMES;
  }

  @BeforeEach
  void keepVersions() {
    keepVersionsOf(bucket);
  }

  @Test
  void everyVersionIsListedTheNewestFirst() {
    String first = put(KEY, "1");
    String second = put(KEY, "22");

    assertThat(all())
        .extracting(Listed::key, Listed::versionId, Listed::sizeBytes)
        .containsExactly(tuple(KEY, Optional.of(second), 2L), tuple(KEY, Optional.of(first), 1L));
  }

  @Test
  void pageMayEndBetweenVersionsOfOneKey() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i <= 2 * PAGE; i++) {
      ids.addFirst(put(KEY, "x"));
    }

    assertThat(all())
        .extracting(listed -> listed.versionId().orElseThrow())
        .containsExactlyElementsOf(ids);
  }

  @Test
  void versionsUnderADeleteMarkerAreListed() {
    String version = put(KEY, "x");
    s3().deleteObject(request -> request.bucket(bucket).key(KEY));
    put("reports/2/y.zip", "y");

    assertThat(all())
        .hasSize(2)
        .first()
        .extracting(Listed::versionId)
        .isEqualTo(Optional.of(version));
  }

  @Test
  void sliceOfOnlyDeleteMarkersHasANextSlice() {
    for (int i = 0; i <= PAGE; i++) {
      s3().deleteObject(request -> request.bucket(bucket).key(KEY));
    }
    put("reports/2/y.zip", "y");

    assertThat(all()).extracting(Listed::key).containsExactly("reports/2/y.zip");
  }

  void keepVersionsOf(String name) {
    s3().putBucketVersioning(
            request ->
                request
                    .bucket(name)
                    .versioningConfiguration(all -> all.status(BucketVersioningStatus.ENABLED)));
  }

  @Test
  void objectFromBeforeVersionsIsListedUntilItHasASuccessor() {
    bucket = TestAws.uniqueName("grown");
    s3().createBucket(request -> request.bucket(bucket));
    put(KEY, "old");
    put("reports/2/y.zip", "old");
    keepVersionsOf(bucket);
    String successor = put(KEY, "new");

    assertThat(all())
        .extracting(Listed::key, Listed::versionId)
        .containsExactly(
            tuple(KEY, Optional.of(successor)), tuple("reports/2/y.zip", Optional.empty()));
  }
}
