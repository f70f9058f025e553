package io.cdrwebhooks.infra.upgrade;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/// Small templates for tests of [TemplateComparison], written as JSON with single quotes, and the
/// comparison's sentences about them.
final class MadeUpTemplates {
  static final JsonNode NOTHING = json("{}");

  private MadeUpTemplates() {}

  /// A stack of one resource with one property.
  static JsonNode of(String type, String property, String value) {
    return stack(
        "'Thing': {'Type': '%s', 'Properties': {'%s': '%s'}}".formatted(type, property, value));
  }

  /// A stack of one resource whose only property is a list.
  static JsonNode listing(String type, String property, String... entries) {
    return stack(
        "'Thing': {'Type': '%s', 'Properties': {'%s': [%s]}}"
            .formatted(type, property, String.join(", ", entries)));
  }

  static JsonNode stack(String resources) {
    return json("{'Resources': {%s}}".formatted(resources));
  }

  /// The refusals of a change of the state stack; the service stack is empty.
  static List<String> refusals(JsonNode stateBefore, JsonNode stateAfter) {
    return TemplateComparison.refusals(
        new DeploymentTemplates(stateBefore, NOTHING),
        new DeploymentTemplates(stateAfter, NOTHING));
  }

  static JsonNode json(String withSingleQuotes) {
    try {
      return new ObjectMapper().readTree(withSingleQuotes.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new AssertionError(withSingleQuotes, e);
    }
  }
}
