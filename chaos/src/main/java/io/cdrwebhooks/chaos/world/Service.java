package io.cdrwebhooks.chaos.world;

import java.nio.charset.StandardCharsets;

/// The services that the dispatch process calls through a proxy, and their answers when they
/// throttle or fail.
public enum Service {
  DYNAMODB,
  S3,
  SQS;

  byte[] throttling() {
    return switch (this) {
      case DYNAMODB ->
          json(400, "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException");
      case S3 -> xml(503, "SlowDown");
      case SQS -> json(400, "com.amazonaws.sqs#RequestThrottled");
    };
  }

  byte[] failure() {
    return switch (this) {
      case DYNAMODB -> json(500, "com.amazonaws.dynamodb.v20120810#InternalServerError");
      case S3 -> xml(500, "InternalError");
      case SQS -> answer(503, "text/html", "<html><body>Service Unavailable</body></html>");
    };
  }

  private static byte[] json(int status, String type) {
    String body = "{\"__type\":\"" + type + "\",\"message\":\"injected\"}";
    return answer(status, "application/x-amz-json-1.0", body);
  }

  private static byte[] xml(int status, String code) {
    return answer(status, "application/xml", "<Error><Code>" + code + "</Code></Error>");
  }

  private static byte[] answer(int status, String type, String body) {
    String headers = "Content-Type: " + type + "\r\nx-amzn-RequestId: CHAOS\r\nConnection: close";
    return "HTTP/1.1 %d Fault\r\n%s\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(status, headers, body.length(), body)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
