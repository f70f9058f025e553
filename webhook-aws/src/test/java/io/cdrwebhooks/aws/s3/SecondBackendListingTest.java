package io.cdrwebhooks.aws.s3;

import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.FullAws;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.s3.S3Client;

/// Runs the same contract on a second implementation of S3, if there is one.
@SpeaksToAws
class SecondBackendListingTest extends VersionedListingContract {
  private static AwsClients clients;
  private static S3Client s3;

  @BeforeAll
  static void connect() {
    if (FullAws.isThere()) {
      clients = new AwsClients(FullAws.access());
      s3 = clients.s3();
    }
  }

  @AfterAll
  static void close() {
    if (clients != null) {
      clients.close();
    }
  }

  @Override
  S3Client s3() {
    FullAws.assumeThere();
    return s3;
  }
}
