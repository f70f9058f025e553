package io.cdrwebhooks.emulators;

import static io.cdrwebhooks.emulators.S3Fixture.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

class S3InMemoryTest extends S3ObjectsContract {
  @Override
  Optional<Path> storage() {
    return Optional.empty();
  }

  @Test
  void versionsAreKeptAndAnnouncedIfVersioningIsOn() {
    S3Client s3 = fixture().s3();
    s3.putBucketVersioning(
        request ->
            request
                .bucket(BUCKET)
                .versioningConfiguration(on -> on.status(BucketVersioningStatus.ENABLED)));
    String first = put("reports/1/x.zip", bytes(1)).versionId();
    put("reports/1/x.zip", bytes(2));

    assertThat(
            s3.getObjectAsBytes(
                    request -> request.bucket(BUCKET).key("reports/1/x.zip").versionId(first))
                .asByteArray())
        .isEqualTo(bytes(1));
    assertThat(fixture().events().peek().versionId()).isEqualTo(first);
    assertThat(fixture().events()).extracting(BucketEvent::versionId).doesNotHaveDuplicates();
  }
}
