package io.cdrwebhooks.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Set;
import java.util.stream.Collectors;

/// Shows the functions' JSON log to a person: the event first, then what it is about.
final class LogLines {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> ALWAYS = Set.of("time", "level", "event");

  private LogLines() {}

  static void print(String line) {
    System.out.println("log       " + readable(line));
  }

  static String readable(String line) {
    try {
      JsonNode json = JSON.readTree(line);
      String fields =
          json.properties().stream()
              .filter(field -> !ALWAYS.contains(field.getKey()))
              .map(field -> field.getKey() + "=" + text(field.getValue()))
              .collect(Collectors.joining(" "));
      return json.path("event").asText() + " " + fields;
    } catch (JsonProcessingException e) {
      return line;
    }
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.asText() : value.toString();
  }
}
