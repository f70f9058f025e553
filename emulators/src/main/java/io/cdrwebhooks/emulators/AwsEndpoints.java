package io.cdrwebhooks.emulators;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Where the tests of any module find S3, SQS and DynamoDB: `AwsEndpoints aws =
/// AwsEndpoints.forTests()`.
///
/// Everything behind it is shared, so each test creates its own buckets, queues and tables, with
/// names that no other test uses. S3 wants path-style addresses. Safe for use by several threads.
public interface AwsEndpoints extends AutoCloseable {
  /// What every emulator believes to be in.
  String REGION = "us-east-1";

  /// Names an endpoint from outside where the environment does not: for those who start one in the
  /// tests' own JVM.
  String OUTSIDE_PROPERTY = "cdrwebhooks.aws.endpoint";

  /// The endpoint from outside when there is one, otherwise emulators with their data in memory:
  /// shared by the whole JVM and stopped with it. Must not be closed by a test.
  static AwsEndpoints forTests() {
    return Shared.OUTSIDE.map(Shared::external).orElseGet(() -> Emulated.INSTANCE);
  }

  /// What `AWS_ENDPOINT_URL`, or else [#OUTSIDE_PROPERTY], names; empty when tests have the
  /// emulators.
  static Optional<URI> collaborators() {
    return Shared.OUTSIDE;
  }

  /// All three services behind one address, as of moto or LocalStack.
  static AwsEndpoints external(URI endpoint, AccessKey accessKey) {
    return new ExternalAws(endpoint, accessKey);
  }

  /// New emulators with their data in memory.
  static AwsEndpoints start() {
    return new EmulatedAws();
  }

  URI s3();

  URI sqs();

  URI dynamoDb();

  AccessKey accessKey();

  default String region() {
    return REGION;
  }

  /// From now on the queue hears of every object created in the bucket, as S3 would tell it. Both
  /// must exist.
  void notifyOfCreatedObjects(String bucket, String queueUrl);

  @Override
  void close();

  /// The endpoint from outside. The environment is read here and nowhere else.
  final class Shared {
    private static final Optional<URI> OUTSIDE =
        Stream.of(
                System.getenv().getOrDefault("AWS_ENDPOINT_URL", ""),
                System.getProperty(OUTSIDE_PROPERTY, ""))
            .filter(text -> !text.isBlank())
            .findFirst()
            .map(URI::create);

    private Shared() {}

    private static AwsEndpoints external(URI endpoint) {
      Map<String, String> environment = System.getenv();
      return AwsEndpoints.external(
          endpoint,
          new AccessKey(
              environment.getOrDefault("AWS_ACCESS_KEY_ID", "test"),
              environment.getOrDefault("AWS_SECRET_ACCESS_KEY", "test")));
    }
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
