package io.cdrwebhooks.infra.upgrade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.cdrwebhooks.infra.upgrade.UpdateRules.FixedEntries;
import io.cdrwebhooks.infra.upgrade.UpdateRules.FixedProperty;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Compares the templates of an earlier version with the current ones. It finds the changes that
/// CloudFormation refuses, or that lose a resource's content.
///
/// Values are compared as the templates spell them: a list in another order counts as changed.
final class TemplateComparison {
  private final DeploymentTemplates kept;
  private final DeploymentTemplates current;
  private final List<String> refusals = new ArrayList<>();

  private TemplateComparison(DeploymentTemplates kept, DeploymentTemplates current) {
    this.kept = kept;
    this.current = current;
  }

  /// Returns a sentence for each change that must not be deployed. Empty if a deployment of `kept`
  /// can be updated to `current`.
  static List<String> refusals(DeploymentTemplates kept, DeploymentTemplates current) {
    TemplateComparison comparison = new TemplateComparison(kept, current);
    comparison.refuseLostResources();
    comparison.compareStack(kept.state(), current.state());
    comparison.compareStack(kept.service(), current.service());
    comparison.compareExports();
    return List.copyOf(comparison.refusals);
  }

  /// Checks the state stack alone, since the service may be deleted at any time (decision 20). A
  /// resource under another logical id, or in the other stack, is a new and empty one.
  ///
  /// Source: "DeletionPolicy attribute", which also applies to resources that an update leaves out.
  private void refuseLostResources() {
    for (Resource resource : resources(kept.state())) {
      if (UpdateRules.HOLDING_DATA.contains(resource.type())
          && !current.state().path("Resources").has(resource.id())) {
        String policy = resource.policy("DeletionPolicy");
        refuse(
            resource,
            "leaves the state stack with DeletionPolicy " + policy,
            policy.equals("Retain")
                ? "then nothing uses what it holds"
                : "CloudFormation deletes what it holds");
      }
    }
  }

  private void compareStack(JsonNode before, JsonNode after) {
    Map<String, Resource> now = new LinkedHashMap<>();
    resources(after).forEach(resource -> now.put(resource.id(), resource));
    for (Resource resource : resources(before)) {
      Resource same = now.get(resource.id());
      if (same != null) {
        compareResource(resource, same);
      }
    }
  }

  private void compareResource(Resource before, Resource now) {
    if (!before.type().equals(now.type())) {
      // UpdateStack answers "Update of resource type is not permitted".
      refuse(before, "changes Type to " + now.type(), UpdateRules.Answer.REFUSES.toString());
      return;
    }
    comparePolicy("DeletionPolicy", before, now);
    comparePolicy("UpdateReplacePolicy", before, now);
    for (FixedProperty rule : UpdateRules.PROPERTIES) {
      if (rule.type().equals(before.type()) && !before.value(rule).equals(now.value(rule))) {
        refuse(before, "changes " + rule.property(), rule.answer().toString());
      }
    }
    for (FixedEntries rule : UpdateRules.ENTRIES) {
      if (rule.type().equals(before.type())) {
        compareEntries(before, now, rule);
      }
    }
  }

  /// Source: "DeletionPolicy attribute" and "UpdateReplacePolicy attribute".
  private void comparePolicy(String name, Resource before, Resource now) {
    if (before.policy(name).equals("Retain") && !now.policy(name).equals("Retain")) {
      refuse(
          before,
          "changes %s from Retain to %s".formatted(name, now.policy(name)),
          "then CloudFormation no longer keeps it");
    }
  }

  private void compareEntries(Resource resource, Resource now, FixedEntries rule) {
    Map<String, JsonNode> before = resource.entries(rule);
    Map<String, JsonNode> after = now.entries(rule);
    Set<String> removed = new LinkedHashSet<>(before.keySet());
    removed.removeAll(after.keySet());
    Set<String> added = new LinkedHashSet<>(after.keySet());
    added.removeAll(before.keySet());

    before.forEach(
        (name, entry) -> {
          JsonNode same = after.getOrDefault(name, entry);
          for (String field : rule.fixed()) {
            if (!entry.path(field).equals(same.path(field))) {
              refuse(
                  resource,
                  "changes %s of %s in %s".formatted(field, name, rule.property()),
                  rule.answer().toString());
            }
          }
        });
    if (!rule.removable() && !removed.isEmpty()) {
      refuse(
          resource,
          "removes %s from %s".formatted(String.join(" and ", removed), rule.property()),
          rule.answer().toString());
    }
    if (added.size() + removed.size() > rule.mostAtOnce()) {
      added.addAll(removed);
      refuse(
          resource,
          "adds or removes %s in %s".formatted(String.join(" and ", added), rule.property()),
          "CloudFormation allows %d of them in an update".formatted(rule.mostAtOnce()));
    }
  }

  /// The state stack is updated first: the old service's imports must still exist, unchanged.
  ///
  /// Source: "Get exported outputs from a deployed CloudFormation stack".
  private void compareExports() {
    Map<JsonNode, JsonNode> exported = new LinkedHashMap<>();
    for (JsonNode output : current.state().path("Outputs")) {
      exported.put(output.path("Export").path("Name"), output.path("Value"));
    }
    List<JsonNode> imported = kept.service().findValues("Fn::ImportValue");
    for (Map.Entry<String, JsonNode> output : kept.state().path("Outputs").properties()) {
      JsonNode name = output.getValue().path("Export").path("Name");
      JsonNode value = exported.get(name);
      if (imported.contains(name) && !output.getValue().path("Value").equals(value)) {
        refuse(
            output.getKey(),
            "Output",
            (value == null ? "no longer exports " : "changes Value of the export ") + name.asText(),
            "the service stack imports it and CloudFormation refuses that");
      }
    }
  }

  private void refuse(Resource resource, String change, String rule) {
    refuse(resource.id(), resource.type(), change, rule);
  }

  private void refuse(String logicalId, String type, String change, String rule) {
    refusals.add("%s (%s) %s, but %s.".formatted(logicalId, type, change, rule));
  }

  private static List<Resource> resources(JsonNode template) {
    return template.path("Resources").properties().stream()
        .map(named -> new Resource(named.getKey(), named.getValue()))
        .toList();
  }

  private record Resource(String id, JsonNode body) {
    String type() {
      return body.path("Type").asText();
    }

    String policy(String name) {
      return body.path(name).asText("Delete");
    }

    /// A single value as text, so that `"false"` and `false` are the same, as they are to
    /// CloudFormation.
    JsonNode value(FixedProperty rule) {
      JsonNode value = body.path("Properties").path(rule.property());
      return value.isContainerNode() ? value : TextNode.valueOf(value.asText(rule.usual()));
    }

    Map<String, JsonNode> entries(FixedEntries rule) {
      Map<String, JsonNode> named = new LinkedHashMap<>();
      for (JsonNode entry : body.path("Properties").path(rule.property())) {
        named.put(entry.path(rule.name()).asText(), entry);
      }
      return named;
    }
  }
}
