package io.cdrwebhooks.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

class S3StartTest {
  @Test
  void secretIsNotShown() {
    S3Settings settings = new S3Settings(0, Optional.empty(), S3Fixture.ACCESS_KEY, List.of());
    assertThat(settings.toString()).doesNotContain(S3Fixture.ACCESS_KEY.secret());
  }

  /// If the server does not read a body to its end, about every fifth of these fails.
  @Test
  void manyUploadsOverOneConnectionAllSucceed() {
    try (S3Fixture running = S3Fixture.start(Optional.empty())) {
      for (int i = 0; i < 100; i++) {
        running
            .s3()
            .putObject(
                request -> request.bucket(S3Fixture.BUCKET).key("reports/1/x.zip"),
                RequestBody.fromString("x"));
      }
      assertThat(running.events()).hasSize(100);
    }
  }
}
