package io.cdrwebhooks.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.Arrays;

/// An answer of a server in the deployment.
final class Answer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int status;
  private final HttpHeaders headers;
  private final byte[] body;

  Answer(HttpResponse<byte[]> response) {
    this.status = response.statusCode();
    this.headers = response.headers();
    this.body = response.body();
  }

  int status() {
    return status;
  }

  boolean holds(byte[] bytes) {
    return Arrays.equals(body, bytes);
  }

  /// @throws TrialFailure unless the answer has this status; the message includes the API's
  ///   explanation, if there is one
  void require(int expected, String to) {
    if (status != expected) {
      throw new TrialFailure(
          "The answer to %s: expected %d, found %d %s"
              .formatted(
                  to,
                  expected,
                  status,
                  json().path("errors").isMissingNode() ? text("detail") : json().path("errors")));
    }
  }

  /// Returns a member of the JSON body as text; empty if there is none.
  String text(String member) {
    return json().path(member).asText("");
  }

  /// Returns the body as JSON; a missing node if the body is not JSON.
  JsonNode json() {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  /// Shows only the status, because bodies and headers may contain a token.
  @Override
  public String toString() {
    return "Answer[status=" + status + "]";
  }
}
