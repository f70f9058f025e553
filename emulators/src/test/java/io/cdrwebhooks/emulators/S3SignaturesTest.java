package io.cdrwebhooks.emulators;

import static io.cdrwebhooks.emulators.S3Fixture.BUCKET;
import static io.cdrwebhooks.emulators.S3ObjectsContract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Tests who may read and write objects: presigned addresses, and signed requests.
class S3SignaturesTest {
  private static final String KEY = "reports/1/tx00001.zip";

  @AutoClose private final S3Fixture fixture = S3Fixture.start(Optional.empty());

  @Test
  void tamperedOrUnsignedAddressIsForbidden() throws Exception {
    put(KEY, bytes(10));
    URI address = fixture.signedAt(Instant.now(), KEY);
    URI other = URI.create(address.toString().replace("tx00001", "tx00002"));
    URI unsigned = URI.create(fixture.emulator().endpoint() + "/" + BUCKET + "/" + KEY);
    assertThat(S3Fixture.status(other)).isEqualTo(403);
    assertThat(S3Fixture.status(unsigned)).isEqualTo(403);
  }

  @Test
  void presignedAddressIsForbiddenOnceItExpired() throws Exception {
    put(KEY, bytes(10));
    Instant now = Instant.now();
    assertThat(S3Fixture.status(fixture.signedAt(now.minusSeconds(50), KEY))).isEqualTo(200);
    assertThat(S3Fixture.status(fixture.signedAt(now.minusSeconds(61), KEY))).isEqualTo(403);
  }

  @Test
  void wrongSecretIsForbidden() {
    AccessKey wrong = new AccessKey(S3Fixture.ACCESS_KEY.id(), "another-secret");
    try (S3Client stranger = S3Fixture.client(fixture.emulator(), wrong)) {
      assertThatThrownBy(
              () ->
                  stranger.putObject(
                      request -> request.bucket(BUCKET).key(KEY), RequestBody.fromString("x")))
          .isInstanceOfSatisfying(
              S3Exception.class, refused -> assertThat(refused.statusCode()).isEqualTo(403));
    }
    assertThat(fixture.events()).isEmpty();
  }

  private void put(String key, byte[] content) {
    fixture
        .s3()
        .putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromBytes(content));
  }
}
