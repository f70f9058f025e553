package io.cdrwebhooks.emulators;

import static io.cdrwebhooks.emulators.S3Fixture.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedMultipartUpload;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Tests that every kind of storage behaves like S3.
abstract class S3ObjectsContract {
  private static final String KEY = "reports/1/tx00001.zip";

  @AutoClose private S3Fixture fixture;
  private S3Client s3;

  /// The directory of the objects; empty for the heap.
  abstract Optional<Path> storage();

  @BeforeEach
  void start() {
    fixture = S3Fixture.start(storage());
    s3 = fixture.s3();
  }

  @Test
  void sdkUploadWithDefaultSettingsKeepsBytesAndMetadata() {
    byte[] report = bytes(300_000);
    s3.putObject(
        request ->
            request
                .bucket(BUCKET)
                .key(KEY)
                .contentType("application/zip")
                .metadata(Map.of("number-of-lines", "100", "error", "50%25%20off+%C3%BC")),
        RequestBody.fromBytes(report));

    ResponseBytes<GetObjectResponse> kept =
        s3.getObjectAsBytes(request -> request.bucket(BUCKET).key(KEY));
    assertThat(kept.asByteArray()).isEqualTo(report);
    assertThat(kept.response().contentType()).isEqualTo("application/zip");
    assertThat(kept.response().contentEncoding()).isNull();
    assertThat(kept.response().metadata())
        .isEqualTo(Map.of("number-of-lines", "100", "error", "50%25%20off+%C3%BC"));
  }

  @Test
  void corruptedUploadIsRefused() {
    assertThatThrownBy(
            () ->
                s3.putObject(
                    request -> request.bucket(BUCKET).key(KEY).checksumCRC32("AAAAAA=="),
                    RequestBody.fromString("not these bytes")))
        .isInstanceOfSatisfying(
            S3Exception.class, refused -> assertThat(refused.statusCode()).isEqualTo(400));
    assertThat(fixture.events()).isEmpty();
  }

  @Test
  void folderMarkerIsKeptAndAnnouncedLikeAnyObject() {
    put("reports/1/x.zip", bytes(1));
    for (String marker : List.of("reports/1/", "reports/2/", "marker/")) {
      fixture.events().clear();
      PutObjectResponse answer = put(marker, new byte[0]);
      assertThat(fixture.events())
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.key()).isEqualTo(marker);
                assertThat(event.sizeBytes()).isZero();
                assertThat(event.eTag()).isEqualTo(answer.eTag().replace("\"", ""));
              });
      assertThat(s3.headObject(request -> request.bucket(BUCKET).key(marker)).contentLength())
          .isZero();
    }
    put("reports/2/x.zip", bytes(2));
    assertThat(s3.listObjectsV2(request -> request.bucket(BUCKET)).contents())
        .extracting(S3Object::key)
        .containsExactly(
            "marker/", "reports/1/", "reports/1/x.zip", "reports/2/", "reports/2/x.zip");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reports/1/my report.zip",
        "reports/1/a+b.zip",
        "reports/1/Ünïcödé 報告.zip",
        "reports/1/a%2Fb%20c.zip",
        "reports/1/~!'()*&=@:;$,.zip",
      })
  void unusualKeyIsKeptUnchanged(String key) {
    put(key, key.getBytes(StandardCharsets.UTF_8));
    assertThat(s3.getObjectAsBytes(request -> request.bucket(BUCKET).key(key)).asUtf8String())
        .isEqualTo(key);
    assertThat(s3.listObjectsV2(request -> request.bucket(BUCKET)).contents())
        .singleElement()
        .satisfies(object -> assertThat(object.key()).isEqualTo(key));
    assertThat(fixture.events()).singleElement().satisfies(e -> assertThat(e.key()).isEqualTo(key));
  }

  @Test
  void keyThatEscapesItsBucketIsRefused() {
    for (String key : List.of("../x.zip", "reports/../../x.zip")) {
      assertThatThrownBy(() -> put(key, bytes(1))).isInstanceOf(S3Exception.class);
      assertThatThrownBy(() -> s3.getObjectAsBytes(request -> request.bucket(BUCKET).key(key)))
          .isInstanceOf(S3Exception.class);
    }
    assertThat(fixture.events()).isEmpty();
  }

  @Test
  void everyWayToCreateAnObjectIsAnnounced() {
    PutObjectResponse put = put(KEY, bytes(10));
    s3.copyObject(
        request ->
            request
                .sourceBucket(BUCKET)
                .sourceKey(KEY)
                .destinationBucket(BUCKET)
                .destinationKey("reports/1/copy.zip"));
    uploadInParts("reports/1/parts.zip");

    assertThat(fixture.events())
        .extracting(BucketEvent::eventName)
        .containsExactly(
            "ObjectCreated:Put", "ObjectCreated:Copy", "ObjectCreated:CompleteMultipartUpload");
    assertThat(fixture.events()).extracting(BucketEvent::sequencer).isSorted();
    assertThat(fixture.events())
        .extracting(BucketEvent::sizeBytes)
        .containsExactly(10L, 10L, (5L << 20) + 1);
    assertThat(fixture.events().peek().eTag()).isEqualTo(put.eTag().replace("\"", ""));
  }

  @Test
  void multipartObjectKeepsItsMetadataAndOneETagEverywhere() {
    String eTag = uploadInParts(KEY);
    HeadObjectResponse object = s3.headObject(request -> request.bucket(BUCKET).key(KEY));
    assertThat(object.metadata()).isEqualTo(Map.of("number-of-lines", "7"));
    assertThat(object.contentType()).isEqualTo("application/zip");
    assertThat(object.eTag()).isEqualTo(eTag);
    assertThat(fixture.events().peek().eTag()).isEqualTo(eTag.replace("\"", ""));
    assertThat(s3.listObjectsV2(request -> request.bucket(BUCKET)).contents()).hasSize(1);
  }

  PutObjectResponse put(String key, byte[] content) {
    return s3.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromBytes(content));
  }

  S3Fixture fixture() {
    return fixture;
  }

  private String uploadInParts(String key) {
    String upload =
        s3.createMultipartUpload(
                request ->
                    request
                        .bucket(BUCKET)
                        .key(key)
                        .contentType("application/zip")
                        .metadata(Map.of("number-of-lines", "7")))
            .uploadId();
    CompletedPart first = uploadPart(key, upload, 1, bytes(5 << 20));
    CompletedPart second = uploadPart(key, upload, 2, bytes(1));
    return s3.completeMultipartUpload(
            request ->
                request
                    .bucket(BUCKET)
                    .key(key)
                    .uploadId(upload)
                    .multipartUpload(
                        CompletedMultipartUpload.builder().parts(first, second).build()))
        .eTag();
  }

  private CompletedPart uploadPart(String key, String upload, int number, byte[] content) {
    String eTag =
        s3.uploadPart(
                request -> request.bucket(BUCKET).key(key).uploadId(upload).partNumber(number),
                RequestBody.fromBytes(content))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(eTag).build();
  }

  static byte[] bytes(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }
}
