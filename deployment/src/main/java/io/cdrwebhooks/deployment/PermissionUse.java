package io.cdrwebhooks.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.local.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Compares what the functions of a deployment asked of AWS with what their roles allow.
///
/// The emulated account enforces the policies: a call that they do not allow was refused. `calls`
/// has a line for each call of a role; `templates` is the folder of the stacks that are deployed.
record PermissionUse(Path calls, Path templates) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROLE = "AWS::IAM::Role";

  /// @throws TrialFailure if a call was refused, or a permission was neither used nor explained, or
  ///     an explanation is of no use any more
  void check(Account account, String stack, Path explanations, Steps steps) throws IOException {
    Map<String, Set<String>> allowed = allowed(stack);
    Map<String, String> functions = new HashMap<>();
    account.resources(stack, ROLE).forEach((logical, physical) -> functions.put(physical, logical));
    int made = 0;
    Set<String> used = new TreeSet<>();
    Set<String> problems = new TreeSet<>();
    for (String line : Files.readAllLines(calls)) {
      JsonNode call = JSON.readTree(line);
      String role = functions.get(call.required("caller").asText().split("/", -1)[1]);
      if (role == null || !allowed.containsKey(role)) {
        continue;
      }
      made++;
      String permission = named(role, call.required("action").asText());
      if (call.required("allowed").asBoolean()) {
        used.add(permission);
      } else {
        problems.add("not allowed: " + permission + " on " + call.required("resource").asText());
      }
    }
    Set<String> granted = new TreeSet<>();
    allowed.forEach((role, actions) -> actions.forEach(action -> granted.add(named(role, action))));
    Set<String> explained = explained(explanations);
    difference(granted, used, explained).forEach(p -> problems.add("allowed and not used: " + p));
    difference(explained, difference(granted, used, Set.of()), Set.of())
        .forEach(p -> problems.add("explained as unused, but used or not allowed: " + p));
    if (!problems.isEmpty()) {
      throw new TrialFailure("Permissions and use differ:\n  " + String.join("\n  ", problems));
    }
    steps.step(
        "iam",
        "%d calls of %d functions, none refused; of %d permissions %d were used, %d explained"
            .formatted(made, allowed.size(), granted.size(), used.size(), explained.size()));
  }

  /// The actions that each function's role allows, by the role's logical id.
  private Map<String, Set<String>> allowed(String stack) throws IOException {
    JsonNode resources =
        JSON.readTree(templates.resolve(stack + ".template.json").toFile()).required("Resources");
    Map<String, Set<String>> allowed = new TreeMap<>();
    for (JsonNode resource : resources) {
      if (resource.path("Type").asText().equals("AWS::Lambda::Function")
          && resource.path("Properties").path("Runtime").asText().startsWith("java")) {
        JsonNode role = resource.at("/Properties/Role/Fn::GetAtt/0");
        allowed.put(role.asText(), new TreeSet<>());
      }
    }
    for (JsonNode resource : resources) {
      for (JsonNode role : resource.at("/Properties/Roles")) {
        Set<String> actions = allowed.get(role.path("Ref").asText());
        if (actions != null) {
          actions.addAll(actions(resource.at("/Properties/PolicyDocument/Statement")));
        }
      }
    }
    return allowed;
  }

  private static List<String> actions(JsonNode statements) {
    List<String> actions = new ArrayList<>();
    for (JsonNode statement : statements) {
      if (statement.path("Effect").asText().equals("Allow")) {
        JsonNode action = statement.path("Action");
        Iterable<JsonNode> each = action.isArray() ? action : List.of(action);
        each.forEach(one -> actions.add(one.asText()));
      }
    }
    return actions;
  }

  /// Lines `<role> <action> <reason>`; comments begin with `#`.
  private static Set<String> explained(Path file) throws IOException {
    Set<String> explained = new TreeSet<>();
    for (String line : Files.readAllLines(file)) {
      String[] words = line.split(" ", 3);
      if (!line.isBlank() && !line.startsWith("#")) {
        explained.add(words[0] + " " + words[1]);
      }
    }
    return explained;
  }

  /// A role's logical id ends in the CDK's hash, which says nothing.
  private static String named(String role, String action) {
    return role.replaceFirst("HandlerRole[0-9A-F]{8}$", "") + " " + action;
  }

  private static Set<String> difference(Set<String> all, Set<String> some, Set<String> others) {
    Set<String> rest = new TreeSet<>(all);
    rest.removeAll(some);
    rest.removeAll(others);
    return rest;
  }
}
