package io.cdrwebhooks.aws.s3;

import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.AwsService;
import io.cdrwebhooks.aws.TestAws;
import io.cdrwebhooks.emulators.AwsEndpoints;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import software.amazon.awssdk.services.s3.S3Client;

/// Tests a bucket that keeps versions, as the deployment's does.
@SpeaksToAws
class S3ReportListingTest extends VersionedListingContract {
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
}
