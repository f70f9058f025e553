package io.cdrwebhooks.chaos.proxy;

/// The services that the dispatch process calls through a proxy.
public enum Service {
  DYNAMODB,
  S3,
  SQS
}
