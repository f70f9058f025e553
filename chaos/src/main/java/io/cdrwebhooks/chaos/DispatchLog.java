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
import java.util.ArrayList;
import java.util.List;

/// The log of all dispatch processes of a run: faults that the run did not inject, and secrets.
final class DispatchLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// The beginning of the SDK's faults.
  private static final String AWS = "software.amazon.awssdk";

  /// A cause that slow services explain; the same is true of the event [#DEADLY_EVENT].
  private static final String LATE_ATTEMPT_CAUSE = "the attempt must end within its lease";

  private static final String DEADLY_EVENT = "message.deadly";

  final List<String> strange = new ArrayList<>();
  final List<String> secrets = new ArrayList<>();

  /// Reads the log of the processes. Links that begin with `links` count as secrets too.
  DispatchLog(Path file, URI links) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (isStrange(line)) {
          strange.add("a fault that was not injected: " + line);
        }
        if (line.contains(World.SECRET) || line.contains(links.toString())) {
          secrets.add("a secret in the log: " + line);
        }
      }
    }
  }

  private static boolean isStrange(String line) {
    if (!line.startsWith("{\"time\"")) {
      return false;
    }
    JsonNode event;
    try {
      event = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return false; // the last line of a process that was killed
    }
    String cause = event.path("cause").path(0).asText();
    return !cause.isEmpty()
        && !cause.startsWith(AWS)
        && !cause.contains(LATE_ATTEMPT_CAUSE)
        && !event.path("event").asText().equals(DEADLY_EVENT);
  }
}
