package io.cdrwebhooks.aws.awsevents;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cdrwebhooks.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// The work that a schedule requests, such as `{"work":"sweep"}`. The deployment gives each
/// schedule its constant input.
public sealed interface ScheduledWork {
  /// Sends the messages of due entries, and repeats those of overdue entries.
  record Sweep() implements ScheduledWork {}

  /// Looks for reports whose events were lost.
  record Reconcile() implements ScheduledWork {}

  /// Checks whether the topics still mail to operators:
  /// `{"work":"check-mail","alarms":"arn:...","notices":"arn:..."}`.
  record CheckMail(String alarms, String notices) implements ScheduledWork {}

  /// Reads the event of one run.
  ///
  /// @throws UnreadableMessageException if it requests none of these
  static ScheduledWork read(InputStream event) throws IOException {
    try {
      return of(JsonObject.readStrictly(new String(event.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (JsonProcessingException e) {
      throw new UnreadableMessageException(
          "schedule input must be a valid JSON object",
          new IllegalArgumentException(e.getOriginalMessage()));
    }
  }

  private static ScheduledWork of(JsonObject input) throws IOException {
    String work = text(input, "work");
    Set<String> topics = work.equals("check-mail") ? Set.of("alarms", "notices") : Set.of();
    for (String field : input.fields().keySet()) {
      if (!field.equals("work") && !topics.contains(field)) {
        throw new UnreadableMessageException(
            "schedule input for %s must not have the field %s".formatted(work, field));
      }
    }
    return switch (work) {
      case "sweep" -> new Sweep();
      case "reconcile" -> new Reconcile();
      case "check-mail" -> new CheckMail(text(input, "alarms"), text(input, "notices"));
      default ->
          throw new UnreadableMessageException(
              "schedule input must be sweep, reconcile or check-mail: " + work);
    };
  }

  private static String text(JsonObject input, String field) throws IOException {
    return input
        .text(field)
        .orElseThrow(
            () -> new UnreadableMessageException("schedule input must have the field " + field));
  }
}
