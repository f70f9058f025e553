package io.cdrwebhooks.aws.awsevents;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/// The work that a schedule requests: `{"work":"sweep"}` or `{"work":"reconcile"}`. The deployment
/// gives each schedule this constant input.
public enum ScheduledWork {
  /// Sends the messages of due entries, and repeats those of overdue entries.
  SWEEP,
  /// Looks for reports whose events were lost.
  RECONCILE;

  /// Reads the event of one run.
  ///
  /// @throws UnreadableMessageException if it requests neither
  public static ScheduledWork read(InputStream event) throws IOException {
    try (JsonParser json = JsonObject.STRICT.createParser(event)) {
      JsonObject input = JsonObject.read(json);
      if (json.nextToken() != null) {
        throw new UnreadableMessageException("schedule input must end with its JSON object");
      }
      if (!Set.of("work").containsAll(input.fields().keySet())) {
        throw new UnreadableMessageException("schedule input must have no field but work");
      }
      return named(input.text("work").orElse(""));
    } catch (JsonProcessingException e) {
      throw new UnreadableMessageException(
          "schedule input must be a JSON object of the expected shape",
          new IllegalArgumentException(e.getOriginalMessage()));
    }
  }

  private static ScheduledWork named(String text) {
    return switch (text) {
      case "sweep" -> SWEEP;
      case "reconcile" -> RECONCILE;
      case "" -> throw new UnreadableMessageException("schedule input must name its work");
      default ->
          throw new UnreadableMessageException(
              "schedule input must be sweep or reconcile: " + text);
    };
  }
}
