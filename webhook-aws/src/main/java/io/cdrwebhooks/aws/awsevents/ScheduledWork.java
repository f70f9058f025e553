package io.cdrwebhooks.aws.awsevents;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// What a schedule asks for: `{"work":"sweep"}` or `{"work":"reconcile"}`, the constant input that
/// the deployment gives each of them.
public enum ScheduledWork {
  /// Send the messages of what is due, and again of what is overdue.
  SWEEP,
  /// Look for reports that no event told of.
  RECONCILE;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  /// Reads the event of one run.
  ///
  /// @throws UnreadableMessageException if it asks for neither
  public static ScheduledWork read(InputStream event) throws IOException {
    List<ScheduledWork> asked = new ArrayList<>();
    try (JsonParser json = JSON.createParser(event)) {
      JsonFields.eachField(
          json,
          name -> {
            if (!name.equals("work")) {
              throw new UnreadableMessageException("the schedule's input has another field");
            }
            asked.add(named(JsonFields.text(json)));
          });
      if (json.nextToken() != null) {
        throw new UnreadableMessageException("the schedule's input goes on after its end");
      }
    } catch (JsonProcessingException e) {
      throw new UnreadableMessageException(
          "the schedule's input is not the JSON that was expected",
          new IllegalArgumentException(e.getOriginalMessage()));
    }
    if (asked.isEmpty()) {
      throw new UnreadableMessageException("the schedule's input names no work");
    }
    return asked.getFirst();
  }

  private static ScheduledWork named(String text) {
    return switch (text) {
      case "sweep" -> SWEEP;
      case "reconcile" -> RECONCILE;
      default ->
          throw new UnreadableMessageException(
              "the schedule's input names work that is neither sweep nor reconcile");
    };
  }
}
