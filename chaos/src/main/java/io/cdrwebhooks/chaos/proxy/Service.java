package io.cdrwebhooks.chaos.proxy;

/// The services that the dispatch process calls through a proxy.
public enum Service {
  DYNAMODB("DynamoDB"),
  S3("S3"),
  SQS("SQS");

  private final String title;

  Service(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }
}
