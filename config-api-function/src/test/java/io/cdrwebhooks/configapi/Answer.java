package io.cdrwebhooks.configapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// An answer of the API; `body` is a missing node if there was none.
public record Answer(int status, JsonNode headers, JsonNode body, String text) {
  public String header(String name) {
    return headers.path(name).asText();
  }

  /// The fields that the problem names, sorted.
  public List<String> fieldsAtFault() {
    return body.path("errors").findValuesAsText("field").stream().sorted().toList();
  }

  public String detailOf(String field) {
    for (JsonNode error : body.path("errors")) {
      if (error.path("field").asText().equals(field)) {
        return error.path("detail").asText();
      }
    }
    return "";
  }
}
