package io.cdrwebhooks.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.local.Steps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Compares the functions' calls to the emulated account with the permissions of their roles.
///
/// The account enforces the policies: it refuses a call that they do not allow. `file` has a JSON
/// object for each call of a role: `caller`, `action`, `resource`, `allowed`. `explanations` names
/// the permissions that no trial uses, each with its reason.
record RoleCalls(Path file, Path explanations) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// The beginning of an explanation for a permission that some trials use, depending on the timing
  /// of their messages.
  private static final String SOMETIMES_PREFIX = "sometimes:";

  /// Returns a line for each kind of call that the account refused, with the role's name.
  static Set<String> refused(Path file) throws IOException {
    Set<String> refused = new TreeSet<>();
    for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
      JsonNode call = JSON.readTree(line);
      if (!call.required("allowed").asBoolean()) {
        String role = call.required("caller").asText().split("/", -1)[1];
        refused.add("AWS refused " + call.required("action").asText() + " to " + role);
      }
    }
    return refused;
  }

  /// Returns whether roles have made this call.
  boolean have(String action) {
    try {
      return Files.readString(file).contains('"' + action + '"');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Compares the calls with the policies in a stack's template; `roles` maps the logical id of
  /// each role of the stack to its physical id.
  ///
  /// @throws TrialFailure if a call was refused, a permission was neither used nor explained, or an
  ///   explanation is no longer needed
  void expectPermissionsInUse(Map<String, String> roles, Path template, Steps steps)
      throws IOException {
    Map<String, Set<String>> allowed = allowed(template);
    Map<String, String> functions = new HashMap<>();
    roles.forEach((logical, physical) -> functions.put(physical, logical));
    int made = 0;
    Set<String> used = new TreeSet<>();
    Set<String> problems = new TreeSet<>();
    for (String line : Files.readAllLines(file)) {
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
    Set<String> unused = new TreeSet<>(granted);
    unused.removeAll(used);
    List<String> explained = explained(_ -> true);
    for (String permission : unused) {
      if (explained.stream().noneMatch(known -> covers(known, permission))) {
        problems.add("allowed, not used and not explained: " + permission);
      }
    }
    for (String known : explained(reason -> !reason.startsWith(SOMETIMES_PREFIX))) {
      if (unused.stream().noneMatch(permission -> covers(known, permission))) {
        problems.add("explained as unused, but used or not allowed: " + known);
      }
    }
    if (!problems.isEmpty()) {
      throw new TrialFailure("Permissions and use differ:\n  " + String.join("\n  ", problems));
    }
    steps.step(
        "iam",
        "%d calls of %d functions, none refused; of %d permissions %d used, %d explained"
            .formatted(
                made,
                allowed.size(),
                granted.size(),
                granted.size() - unused.size(),
                unused.size()));
  }

  /// Returns the actions that each function's role allows, by the role's logical id.
  private static Map<String, Set<String>> allowed(Path template) throws IOException {
    JsonNode resources = JSON.readTree(template.toFile()).required("Resources");
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

  /// Returns the permissions whose explanation matches. Each line is `<function> <action>
  /// <reason>`; comments begin with `#`. The function `every` stands for each function that does
  /// not use the permission.
  private List<String> explained(Predicate<String> wanted) throws IOException {
    return Files.readAllLines(explanations).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split(" ", 3))
        .filter(words -> wanted.test(words[2]))
        .map(words -> words[0] + " " + words[1])
        .toList();
  }

  private static boolean covers(String explained, String permission) {
    String action = permission.substring(permission.indexOf(' '));
    return explained.equals(permission) || explained.equals("every" + action);
  }

  /// Returns the name of a permission, without the hash of the CDK at the end of a role's logical
  /// id.
  private static String named(String role, String action) {
    return role.replaceFirst("HandlerRole[0-9A-F]{8}$", "") + " " + action;
  }
}
