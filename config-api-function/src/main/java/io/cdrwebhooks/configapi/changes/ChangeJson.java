package io.cdrwebhooks.configapi.changes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.change.ChangeRecord;
import java.io.UncheckedIOException;

/// Writes a change record as the API shows it.
final class ChangeJson {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ChangeJson() {}

  static ObjectNode of(ChangeRecord change) {
    ObjectNode json = Answers.object();
    json.put("id", change.id().value());
    json.put("at", Answers.time(change.at()));
    json.put("issuer", change.actor().issuer());
    json.put("subject", change.actor().subject());
    json.put("clientId", change.actor().clientId());
    json.put("address", change.actor().address());
    json.put("forwardedFor", change.actor().forwardedFor());
    json.put("requestId", change.requestId());
    json.put("operation", change.operation());
    if (change.about().isPresent()) {
      json.putObject("about")
          .put("kind", change.about().get().kind().word())
          .put("id", change.about().get().id());
    } else {
      json.putNull("about");
    }
    json.set("before", tree(change.before()));
    json.set("after", tree(change.after()));
    if (change.status().isPresent()) {
      json.put("status", change.status().getAsInt());
    } else {
      json.putNull("status");
    }
    return json;
  }

  private static JsonNode tree(String object) {
    try {
      return JSON.readTree(object);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a record must have JSON", e);
    }
  }
}
