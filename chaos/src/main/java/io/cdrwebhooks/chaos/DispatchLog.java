package io.cdrwebhooks.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.chaos.world.World;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The log of all dispatch processes of a run: counts of events, faults that the run did not
/// inject, and secrets.
final class DispatchLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// The beginning of the SDK's faults.
  private static final String AWS = "software.amazon.awssdk";

  /// A cause that slow services explain; the same is true of the event [#DEADLY_EVENT].
  private static final String LATE_ATTEMPT_CAUSE = "the attempt must end within its lease";

  static final String DEADLY_EVENT = "message.deadly";
  private static final Set<String> GIVEN_UP = Set.of("message.failed", "attempt.faulted");
  private static final int MAX_NAMED = 10;

  private final Map<String, Integer> events = new TreeMap<>();

  /// The times when the process failed a message or an attempt because of a service.
  final List<Instant> givenUp = new ArrayList<>();

  final List<String> strange = new ArrayList<>();
  final List<String> secrets = new ArrayList<>();

  /// Reads the log of the processes. Links that begin with `links` count as secrets too.
  DispatchLog(Path file, URI links) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        read(line);
        if (line.contains(World.SECRET) || line.contains(links.toString())) {
          secrets.add("a secret in the log: " + line);
        }
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
      return; // the last line of a process that was killed
    }
    String name = event.path("event").asText();
    events.merge(name, 1, Integer::sum);
    String cause = event.path("cause").path(0).asText();
    boolean isOfAws = cause.startsWith(AWS);
    if (GIVEN_UP.contains(name) && isOfAws) {
      givenUp.add(Instant.parse(event.path("time").asText()));
    }
    boolean known =
        cause.isEmpty()
            || isOfAws
            || name.equals(DEADLY_EVENT)
            || cause.contains(LATE_ATTEMPT_CAUSE);
    if (!known && strange.size() < MAX_NAMED) {
      strange.add("a fault that was not injected: " + line);
    }
  }

  int count(String event) {
    return events.getOrDefault(event, 0);
  }
}
