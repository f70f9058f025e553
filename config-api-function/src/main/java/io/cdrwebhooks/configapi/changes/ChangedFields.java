package io.cdrwebhooks.configapi.changes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.configapi.http.ReaderView;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The fields of a thing that a change has altered, before and after it, as the API shows them. Of
/// a Signature they have only the hint, and of a header only the name. A URL is stored without its
/// user and without the values of its query, since both may be secrets.
record ChangedFields(ObjectNode before, ObjectNode after) {
  /// Fields that callers do not set: ids, times, and the health of a receiver.
  private static final Set<String> NOT_SET =
      Set.of("id", "taskId", "createdAt", "updatedAt", "health", "lane", "failingSince");

  private static final Pattern URL = Pattern.compile("(?i)^https?://");
  private static final Pattern USER = Pattern.compile("(?i)^(https?://)[^/?#]*@");

  static final ChangedFields NONE = new ChangedFields(Answers.object(), Answers.object());

  /// Compares two states of a thing; each is empty if the thing did not exist.
  static ChangedFields between(Optional<ObjectNode> before, Optional<ObjectNode> after) {
    ObjectNode old = before.orElseGet(Answers::object);
    ObjectNode current = after.orElseGet(Answers::object);
    Set<String> names = new TreeSet<>();
    old.fieldNames().forEachRemaining(names::add);
    current.fieldNames().forEachRemaining(names::add);
    names.removeAll(NOT_SET);
    ChangedFields changed = new ChangedFields(Answers.object(), Answers.object());
    for (String name : names) {
      JsonNode was = old.path(name);
      JsonNode is = current.path(name);
      if (!was.equals(is)) {
        changed.put(name, was, is);
      }
    }
    return changed;
  }

  private void put(String name, JsonNode was, JsonNode is) {
    JsonNode shownWas = shown(was);
    JsonNode shownIs = shown(is);
    if (!was.isMissingNode()) {
      before.set(name, shownWas);
    }
    if (!is.isMissingNode()) {
      // Both URLs look the same if only a secret in the query has changed, so this marks the
      // change.
      after.set(
          name, shownIs.equals(shownWas) ? new TextNode(shownIs.asText() + " (changed)") : shownIs);
    }
  }

  /// Returns the fields of an object that may be stored.
  static ObjectNode shown(ObjectNode fields) {
    ObjectNode shown = Answers.object();
    fields.properties().forEach(field -> shown.set(field.getKey(), shown(field.getValue())));
    NOT_SET.forEach(shown::remove);
    return shown;
  }

  private static JsonNode shown(JsonNode value) {
    return value.isTextual()
        ? JsonNodeFactory.instance.textNode(withoutSecrets(value.asText()))
        : value;
  }

  private static String withoutSecrets(String text) {
    return URL.matcher(text).find() ? ReaderView.hide(USER.matcher(text).replaceFirst("$1")) : text;
  }
}
