package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.aws.AwsClients;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The SDK's clients that a delivery needs, made as the product makes them.
record SdkClients(DynamoDbClient dynamoDb, S3Client s3, SqsClient sqs, KmsClient kms) {
  static SdkClients of(AwsClients clients) {
    return new SdkClients(clients.dynamoDb(), clients.s3(), clients.sqs(), clients.kms());
  }

  /// The same clients, whose requests a recorder writes down.
  SdkClients recordedBy(Recorder recorder) {
    return new SdkClients(
        recorder.listening(DynamoDbClient.class, dynamoDb),
        recorder.listening(S3Client.class, s3),
        recorder.listening(SqsClient.class, sqs),
        recorder.listening(KmsClient.class, kms));
  }
}
