package io.cdrwebhooks.aws.s3;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.AwsService;
import io.cdrwebhooks.aws.TestAws;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.Reports;
import io.cdrwebhooks.report.ReportsContract;
import io.cdrwebhooks.report.TaskId;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

@SpeaksToAws
class S3ReportsTest extends ReportsContract {
  private static final String BUCKET = TestAws.uniqueName("reports");

  @AutoClose
  private static final AwsClients CLIENTS = new AwsClients(TestAws.access(AwsService.S3));

  private static final S3Client S3 = CLIENTS.s3();

  private static final AtomicLong TASKS = new AtomicLong();

  @BeforeAll
  static void makeBucket() {
    S3.createBucket(request -> request.bucket(BUCKET));
  }

  @Test
  void missingBucketIsFaultNotMissingReport() {
    ReportVersion version = version(TestAws.uniqueName("none"), new TaskId(1), "tx.zip");

    assertThatThrownBy(() -> reports().lookUp(version)).isInstanceOf(NoSuchBucketException.class);
  }

  @Override
  protected Reports reports() {
    return new S3Reports(S3);
  }

  @Override
  protected ReportVersion unstored(String fileName) {
    return version(BUCKET, new TaskId(TASKS.incrementAndGet()), fileName);
  }

  @Override
  protected ReportVersion store(ReportVersion version, byte[] bytes, Map<String, String> metadata) {
    S3.putObject(
        request ->
            request
                .bucket(version.bucket())
                .key(version.key().text())
                .contentType("application/zip")
                .metadata(metadata),
        RequestBody.fromBytes(bytes));
    return version;
  }

  @Override
  protected void remove(ReportVersion version) {
    S3.deleteObject(request -> request.bucket(version.bucket()).key(version.key().text()));
  }
}
