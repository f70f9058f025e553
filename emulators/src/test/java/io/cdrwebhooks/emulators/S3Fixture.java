package io.cdrwebhooks.emulators;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// An S3 emulator with one bucket, a client with the SDK's default settings, and the events it has
/// sent.
record S3Fixture(S3Emulator emulator, S3Client s3, BlockingQueue<BucketEvent> events)
    implements AutoCloseable {
  static final String BUCKET = "cdr-reports";
  static final AccessKey ACCESS_KEY = new AccessKey("local-key", "not-a-secret");

  static S3Fixture start(Optional<Path> directory) {
    BlockingQueue<BucketEvent> events = new LinkedBlockingQueue<>();
    S3Emulator emulator =
        S3Emulator.start(
            new S3Settings(0, directory, ACCESS_KEY, List.of(BUCKET)),
            events::add,
            InstantSource.system());
    return new S3Fixture(emulator, client(emulator, ACCESS_KEY), events);
  }

  static S3Client client(S3Emulator emulator, AccessKey accessKey) {
    return S3Client.builder()
        .endpointOverride(emulator.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(accessKey.credentials())
        .forcePathStyle(true)
        .overrideConfiguration(settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  /// Returns the status of a GET.
  static int status(URI address) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(address).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  /// Returns the presigned address of an object, valid for a minute from a time other than now.
  URI signedAt(Instant time, String key) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(URI.create(emulator.endpoint() + "/" + BUCKET + "/" + key))
            .build();
    return AwsV4HttpSigner.create()
        .sign(
            signing ->
                signing
                    .identity(AwsCredentialsIdentity.create(ACCESS_KEY.id(), ACCESS_KEY.secret()))
                    .request(request)
                    .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                    .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(1))
                    .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, Clock.fixed(time, ZoneOffset.UTC))
                    .putProperty(AwsV4HttpSigner.REGION_NAME, AccessKey.REGION)
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                    .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                    .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                    .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false))
        .request()
        .getUri();
  }

  @Override
  public void close() {
    s3.close();
    emulator.close();
  }
}
