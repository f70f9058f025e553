package io.cdrwebhooks.chaos.world;

import java.nio.charset.StandardCharsets;

/// The services that the dispatch process calls through a proxy, and their answers when they
/// throttle or fail.
public enum Service {
  DYNAMODB,
  S3,
  SQS;

  byte[] throttling(double which) {
    return switch (this) {
      case DYNAMODB ->
          which < 0.5
              ? json(
                  400,
                  "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
                  "The level of configured provisioned throughput for the table was exceeded.")
              : json(400, "com.amazon.coral.availability#ThrottlingException", "Rate exceeded");
      case S3 -> xml(503, "SlowDown");
      case SQS -> json(400, "com.amazonaws.sqs#RequestThrottled", "Rate exceeded");
    };
  }

  /// Returns an answer 5xx of this service. Half of these answers come from a load balancer in
  /// front of it.
  byte[] failure(double which) {
    if (which >= 0.5) {
      return answer(503, "text/html", "<html><body>Service Unavailable</body></html>");
    }
    return switch (this) {
      case DYNAMODB ->
          json(
              500,
              "com.amazonaws.dynamodb.v20120810#InternalServerError",
              "The request could not be processed because of an internal error.");
      case S3 -> xml(500, "InternalError");
      case SQS -> json(500, "com.amazonaws.sqs#InternalFailure", "Internal failure");
    };
  }

  private static byte[] json(int status, String type, String message) {
    return answer(
        status,
        "application/x-amz-json-1.0",
        "{\"__type\":\"" + type + "\",\"message\":\"" + message + "\"}");
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
