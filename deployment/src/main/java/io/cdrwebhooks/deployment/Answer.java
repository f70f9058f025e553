package io.cdrwebhooks.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.http.HttpHeaders;

/// What a server of the deployment answered.
record Answer(int status, HttpHeaders headers, byte[] body) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// A member of the JSON body as text; empty if there is none.
  String text(String member) {
    return json().path(member).asText("");
  }

  /// Missing if the body is no JSON.
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

  /// The status alone: bodies and headers may hold a token.
  @Override
  public String toString() {
    return "Answer[status=" + status + "]";
  }
}
