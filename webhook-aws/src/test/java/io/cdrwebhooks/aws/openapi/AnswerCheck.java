package io.cdrwebhooks.aws.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.cdrwebhooks.aws.http.HttpFunction;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.aws.http.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Compares one answer with its description: all its headers, and its body.
record AnswerCheck(ApiDocument document, Place described) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String CONTENT_TYPE = "content-type";

  List<String> faults(HttpResponse answer) {
    List<String> faults = new ArrayList<>(headerFaults(answer.headers()));
    faults.addAll(bodyFaults(answer));
    return faults;
  }

  List<String> headerFaults(Map<String, String> headers) {
    List<String> faults = new ArrayList<>();
    Place wanted = described.at("headers");
    for (String name : wanted.names()) {
      Place header = wanted.at(name);
      Optional<String> value = Optional.ofNullable(headers.get(name));
      if (value.isEmpty() && header.at("required").node().asBoolean()) {
        faults.add("the header " + name + " is missing");
      }
      value.ifPresent(
          text ->
              document.faults(header.at("schema"), new TextNode(text)).stream()
                  .map(fault -> "the header " + name + fault)
                  .forEach(faults::add));
    }
    for (String name : headers.keySet()) {
      String onEvery = HttpFunction.ON_EVERY_ANSWER.get(name);
      if (onEvery != null && !onEvery.equals(headers.get(name))) {
        faults.add("the header " + name + " must be " + onEvery);
      }
      if (!name.toLowerCase(Locale.ROOT).equals(CONTENT_TYPE)
          && onEvery == null
          && !wanted.names().contains(name)) {
        faults.add("the header " + name + " is not described");
      }
    }
    return faults;
  }

  private List<String> bodyFaults(HttpResponse answer) {
    Place content = described.at("content");
    if (!content.exists()) {
      return answer.body().isEmpty() ? List.of() : List.of("no body is described");
    }
    String type = answer.headers().getOrDefault("Content-Type", "");
    if (!content.names().contains(type)) {
      return List.of("the content type " + type + " is not described");
    }
    try {
      JsonNode body = JSON.readTree(answer.body());
      List<String> faults = document.faults(content.at(type, "schema"), body);
      boolean another =
          type.equals(Problem.CONTENT_TYPE) && body.path("status").asInt() != answer.status();
      return another ? List.of("the problem names another status") : faults;
    } catch (JsonProcessingException e) {
      return List.of("the body is not JSON: " + e.getOriginalMessage());
    }
  }
}
