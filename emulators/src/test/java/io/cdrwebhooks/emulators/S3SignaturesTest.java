package io.cdrwebhooks.emulators;

import static io.cdrwebhooks.emulators.S3Fixture.BUCKET;
import static io.cdrwebhooks.emulators.S3ObjectsContract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Tests who may read and write objects: presigned addresses, and signed requests.
class S3SignaturesTest {
  private static final String KEY = "reports/1/tx00001.zip";

  @AutoClose private final S3Fixture fixture = S3Fixture.start(Optional.empty());

  @Test
  void presignedGetAnswersWithTheRequestedHeaders() throws Exception {
    byte[] report = bytes(1_000);
    put(KEY, report);
    String disposition = "attachment; filename=\"r_.zip\"; filename*=UTF-8''r%C3%BC.zip";
    URI address = presignedGet(KEY, disposition, Duration.ofMinutes(5));

    HttpResponse<byte[]> answer = S3Fixture.send("GET", address);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(report);
    assertThat(answer.headers().firstValue("Content-Disposition")).hasValue(disposition);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/zip");

    HttpResponse<byte[]> part = S3Fixture.send("GET", address, "Range", "bytes=100-199");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(report, 100, 200));
  }

  @Test
  void presignedHeadAnswersWithoutBody() throws Exception {
    put(KEY, bytes(1_000));
    URI address =
        fixture
            .presigner()
            .presignHeadObject(
                request ->
                    request
                        .signatureDuration(Duration.ofMinutes(5))
                        .headObjectRequest(head -> head.bucket(BUCKET).key(KEY)))
            .url()
            .toURI();
    HttpResponse<byte[]> answer = S3Fixture.send("HEAD", address);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Length")).hasValue("1000");
    assertThat(S3Fixture.send("GET", address).statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reports/1/a b+ü報.zip", "reports/1/a%2Fb.zip"})
  void presignedGetOfAnUnusualKeyWorks(String key) throws Exception {
    put(key, bytes(7));
    URI address = presignedGet(key, "attachment", Duration.ofMinutes(5));
    assertThat(S3Fixture.send("GET", address).body()).isEqualTo(bytes(7));
  }

  @Test
  void tamperedOrUnsignedAddressIsForbidden() throws Exception {
    put(KEY, bytes(10));
    URI address = presignedGet(KEY, "attachment", Duration.ofMinutes(5));
    URI other = URI.create(address.toString().replace("tx00001", "tx00002"));
    URI unsigned = URI.create(fixture.emulator().endpoint() + "/" + BUCKET + "/" + KEY);
    assertThat(S3Fixture.send("GET", other).statusCode()).isEqualTo(403);
    assertThat(S3Fixture.send("GET", unsigned).statusCode()).isEqualTo(403);
  }

  @Test
  void presignedAddressIsForbiddenOnceItExpired() throws Exception {
    put(KEY, bytes(10));
    Instant now = Instant.now();
    assertThat(S3Fixture.send("GET", fixture.signedAt(now.minusSeconds(50), KEY)).statusCode())
        .isEqualTo(200);
    assertThat(S3Fixture.send("GET", fixture.signedAt(now.minusSeconds(61), KEY)).statusCode())
        .isEqualTo(403);
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

  private URI presignedGet(String key, String disposition, Duration life) throws Exception {
    return fixture
        .presigner()
        .presignGetObject(
            request ->
                request
                    .signatureDuration(life)
                    .getObjectRequest(
                        get ->
                            get.bucket(BUCKET)
                                .key(key)
                                .responseContentType("application/zip")
                                .responseContentDisposition(disposition)))
        .url()
        .toURI();
  }

  private void put(String key, byte[] content) {
    fixture
        .s3()
        .putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromBytes(content));
  }
}
