package io.cdrwebhooks.aws;

/// The AWS services that the functions call, by their names in environment variables.
public enum AwsService {
  DYNAMODB,
  S3,
  SQS,
  KMS,
  EVENTBRIDGE,
  SNS
}
