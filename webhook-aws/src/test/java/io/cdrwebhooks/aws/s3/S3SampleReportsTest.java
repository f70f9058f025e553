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
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

@SpeaksToAws
class S3SampleReportsTest {
  private static final ReportKey KEY = new ReportKey(new TaskId(1), "sample \u00e4+.zip", true);
  private static final byte[] ZIP = "zip".getBytes(StandardCharsets.UTF_8);

  @AutoClose
  private static final AwsClients CLIENTS = new AwsClients(TestAws.access(AwsService.S3));

  private static final S3Client S3 = CLIENTS.s3();

  private String bucket;

  @BeforeEach
  void makeBucket() {
    bucket = TestAws.uniqueName("samples");
    S3.createBucket(request -> request.bucket(bucket));
  }

  @Test
  void sampleIsFoundLikeAReport() {
    ReportVersion version = new S3SampleReports(() -> S3, bucket).store(KEY, ZIP);

    assertThat(version).isEqualTo(new ReportVersion(bucket, KEY, Optional.empty()));
    ReportLookup.Found found = (ReportLookup.Found) new S3Reports(S3).lookUp(version);
    assertThat(found.tail().bytes()).isEqualTo(ZIP);
    assertThat(
            S3.headObject(request -> request.bucket(bucket).key("samples/1/sample \u00e4+.zip"))
                .contentType())
        .isEqualTo("application/zip");
  }

  @Test
  void eachSampleIsASeparateVersion() {
    S3.putBucketVersioning(
        request ->
            request
                .bucket(bucket)
                .versioningConfiguration(all -> all.status(BucketVersioningStatus.ENABLED)));
    S3SampleReports samples = new S3SampleReports(() -> S3, bucket);

    ReportVersion first = samples.store(KEY, ZIP);
    ReportVersion second = samples.store(KEY, new byte[] {1});

    assertThat(first.versionId()).isPresent().isNotEqualTo(second.versionId());
    ReportLookup.Found found = (ReportLookup.Found) new S3Reports(S3).lookUp(first);
    assertThat(found.tail().bytes()).isEqualTo(ZIP);
  }

  @Test
  void keyOfAReportIsRefused() {
    S3SampleReports samples = new S3SampleReports(() -> S3, bucket);

    assertThatThrownBy(() -> samples.store(new ReportKey(new TaskId(1), "x.zip"), ZIP))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(S3.listObjectsV2(request -> request.bucket(bucket)).contents()).isEmpty();
  }

  @Test
  void missingBucketIsAFault() {
    S3SampleReports samples = new S3SampleReports(() -> S3, TestAws.uniqueName("none"));

    assertThatThrownBy(() -> samples.store(KEY, ZIP)).isInstanceOf(NoSuchBucketException.class);
  }
}
