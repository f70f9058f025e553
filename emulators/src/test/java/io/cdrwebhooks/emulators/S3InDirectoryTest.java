package io.cdrwebhooks.emulators;

import static io.cdrwebhooks.emulators.S3Fixture.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3InDirectoryTest extends S3ObjectsContract {
  @TempDir Path directory;

  @Override
  Optional<Path> storage() {
    return Optional.of(directory.resolve("s3"));
  }

  @Test
  void objectsAndTheOrderOfEventsSurviveARestart() {
    put("reports/1/x.zip", bytes(5));
    String before = fixture().events().remove().sequencer();
    try (S3Fixture again = S3Fixture.start(storage())) {
      assertThat(
              again
                  .s3()
                  .getObjectAsBytes(request -> request.bucket(BUCKET).key("reports/1/x.zip"))
                  .asByteArray())
          .isEqualTo(bytes(5));
      again
          .s3()
          .copyObject(
              request ->
                  request
                      .sourceBucket(BUCKET)
                      .sourceKey("reports/1/x.zip")
                      .destinationBucket(BUCKET)
                      .destinationKey("reports/1/y.zip"));
      assertThat(again.events().remove().sequencer()).isGreaterThan(before);
    }
  }

  @Test
  void unusableDirectoryIsExplainedInOneSentence() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> S3Fixture.start(Optional.of(file)))
        .isInstanceOf(EmulatorException.class)
        .hasMessageContaining(file.toString());
  }
}
