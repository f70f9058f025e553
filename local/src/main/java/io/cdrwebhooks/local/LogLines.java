package io.cdrwebhooks.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Formats the functions' JSON log for people: the event first, then its subject.
final class LogLines {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> ALWAYS = Set.of("time", "level", "event");
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private LogLines() {}

  static String readable(String line) {
    try {
      JsonNode json = JSON.readTree(line);
      String fields =
          json.properties().stream()
              .filter(field -> !ALWAYS.contains(field.getKey()))
              .map(field -> field.getKey() + "=" + text(field.getValue()))
              .collect(Collectors.joining(" "));
      return printable(json.path("event").asText() + " " + fields);
    } catch (JsonProcessingException e) {
      return printable(line);
    }
  }

  /// Returns one line without control characters, which could move the cursor or change colours:
  /// names of reports come from outside.
  static String printable(String text) {
    return UNPRINTABLE.matcher(text).replaceAll("\uFFFD");
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.asText() : value.toString();
  }
}
