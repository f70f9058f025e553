package io.cdrwebhooks.emulators;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// The one identity that the emulators know. S3 checks its signatures; SQS and DynamoDB accept any.
public record AccessKey(String id, String secret) {
  public AccessKey {
    if (id.isBlank() || secret.isBlank()) {
      throw new IllegalArgumentException("An access key has an id and a secret");
    }
  }

  /// The same for the clients of the AWS SDK.
  public AwsCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret));
  }

  @Override
  public String toString() {
    return "AccessKey[id=" + id + ", secret=(hidden)]";
  }
}
