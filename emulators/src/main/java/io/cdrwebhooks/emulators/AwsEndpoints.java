package io.cdrwebhooks.emulators;

import java.net.URI;

/// Where the tests of any module find S3, SQS and DynamoDB: `AwsEndpoints aws =
/// AwsEndpoints.forTests()`.
///
/// Everything behind it is shared, so a test creates buckets, queues and tables of its own, with
/// names nobody else uses. S3 wants path-style addresses. Safe for use by several threads.
public interface AwsEndpoints extends AutoCloseable {
  /// What every emulator believes to be in.
  String REGION = "us-east-1";

  /// The endpoint named by `AWS_ENDPOINT_URL` when the environment has one, otherwise emulators
  /// with their data in memory: started at first use, shared by the whole JVM and stopped with it.
  /// Must not be closed by a test.
  static AwsEndpoints forTests() {
    return SharedAwsEndpoints.INSTANCE;
  }

  /// All three services behind one address, as of moto or LocalStack.
  static AwsEndpoints external(URI endpoint, AccessKey accessKey) {
    return new ExternalAws(endpoint, accessKey);
  }

  /// Emulators of its own with their data in memory, each started when its endpoint is first asked
  /// for.
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
}
