package io.cdrwebhooks.emulators;

import java.net.URI;
import java.util.Optional;

/// The endpoints of S3, SQS and DynamoDB for the tests of any module: `AwsEndpoints aws =
/// AwsEndpoints.forTests()`.
///
/// All tests share them, so each test creates its own buckets, queues and tables, with names that
/// no other test uses. S3 requires path-style addresses. Safe for use by several threads.
public interface AwsEndpoints extends AutoCloseable {
  /// Returns moto if `make check-moto` started it, otherwise emulators with their data in memory.
  /// The whole JVM shares these, and they stop with it. A test must not close them.
  static AwsEndpoints forTests() {
    return Shared.OUTSIDE.<AwsEndpoints>map(ExternalAws::new).orElseGet(() -> Emulated.INSTANCE);
  }

  /// Returns moto's endpoint, which `AWS_ENDPOINT_URL` names; empty if tests use the emulators.
  static Optional<URI> outside() {
    return Shared.OUTSIDE;
  }

  /// Starts new emulators with their data in memory.
  static AwsEndpoints start() {
    return new EmulatedAws();
  }

  URI s3();

  URI sqs();

  URI dynamoDb();

  AccessKey accessKey();

  default String region() {
    return AccessKey.REGION;
  }

  /// Sends the queue an event for every object created in the bucket from now on, as S3 would send
  /// it. Both must exist.
  void notifyOfCreatedObjects(String bucket, String queueUrl);

  @Override
  void close();

  /// Finds moto. No other code reads the environment.
  final class Shared {
    private static final Optional<URI> OUTSIDE =
        Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL"))
            .filter(text -> !text.isBlank())
            .map(URI::create);

    private Shared() {}
  }

  /// The emulators of a test JVM, started when this class is first used.
  final class Emulated {
    private static final AwsEndpoints INSTANCE = start();

    private Emulated() {}

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(INSTANCE::close, "stop-emulators"));
    }
  }
}
