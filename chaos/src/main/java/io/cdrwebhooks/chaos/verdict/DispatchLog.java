package io.cdrwebhooks.chaos.verdict;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What the dispatch process said, over all its lives: events counted, and faults that nobody
/// injected.
final class DispatchLog {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String AWS = "software.amazon.awssdk";
  private static final String NO_ROOM = "preparing the attempt took too long for its lease";
  private static final Set<String> GIVEN_UP = Set.of("message.failed", "attempt.not-made");
  private static final int MOST_NAMED = 10;

  private final Map<String, Integer> events = new TreeMap<>();
  private final List<Instant> givenUp = new ArrayList<>();
  private final List<String> strange = new ArrayList<>();

  DispatchLog(Path file) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        read(line);
      }
    }
  }

  private void read(String line) {
    if (!line.startsWith("{\"time\"")) {
      return;
    }
    JsonNode event;
    try {
      event = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return; // the last word of a process that was killed
    }
    events.merge(event.path("event").asText(), 1, Integer::sum);
    String cause = event.path("cause").path(0).asText();
    if (GIVEN_UP.contains(event.path("event").asText()) && cause.startsWith(AWS)) {
      givenUp.add(Instant.parse(event.path("time").asText()));
    }
    boolean known = cause.isEmpty() || cause.startsWith(AWS) || cause.contains(NO_ROOM);
    if (!known && strange.size() < MOST_NAMED) {
      strange.add("a fault that nobody injected: " + line);
    }
  }

  int count(String event) {
    return events.getOrDefault(event, 0);
  }

  /// When a message or an attempt was given up because of a service.
  List<Instant> givenUp() {
    return givenUp;
  }

  List<String> strange() {
    return strange;
  }
}
