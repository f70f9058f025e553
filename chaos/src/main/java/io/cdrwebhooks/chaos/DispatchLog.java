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

  /// A cause that the fault of the service follows, or nothing if the service was slow.
  static final String LOST_COUNTS_CAUSE = "updates of counts failed or missed the deadline";

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
    JsonNode causes = event.path("cause");
    return !causes.isEmpty()
        && !isOfService(causes)
        && !event.path("event").asText().equals(DEADLY_EVENT);
  }

  private static boolean isOfService(JsonNode causes) {
    String first = causes.path(0).asText();
    if (first.contains(LOST_COUNTS_CAUSE)) {
      return causes.size() == 1 || causes.path(1).asText().startsWith(AWS);
    }
    return first.startsWith(AWS) || first.contains(LATE_ATTEMPT_CAUSE);
  }
}
