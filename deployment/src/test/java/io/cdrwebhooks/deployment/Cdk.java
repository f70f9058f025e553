package io.cdrwebhooks.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Runs the CDK's command on folders of synthesised templates, and writes the output of each run to
/// a log in `folder`.
record Cdk(EmulatedAccount account, Path project, Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();

  void bootstrap() throws IOException, InterruptedException {
    succeed("bootstrap", folder.resolve("first"), "bootstrap");
  }

  void deploy(Path templates) throws IOException, InterruptedException {
    succeed(
        "deploy-" + templates.getFileName(),
        templates,
        "deploy",
        "--all",
        "--require-approval",
        "never");
  }

  void destroy(Path templates, String stack) throws IOException, InterruptedException {
    succeed("destroy", templates, "destroy", "--exclusively", stack, "--force");
  }

  /// Deploys a copy of the templates with an extra resource, which fails after all others were
  /// updated.
  ///
  /// @throws TrialFailure if that deployment succeeds
  void deployBroken(Path templates, String stack) throws IOException, InterruptedException {
    Path broken = folder.resolve("broken");
    copy(templates, broken);
    Path file = broken.resolve(stack + ".template.json");
    ObjectNode template = (ObjectNode) JSON.readTree(file.toFile());
    ObjectNode resources = (ObjectNode) template.required("Resources");
    List<String> others = new ArrayList<>();
    resources.fieldNames().forEachRemaining(others::add);
    ObjectNode failing = resources.putObject("FailingOnPurpose");
    failing.put("Type", "Custom::FailingOnPurpose");
    failing.putObject("Properties").put("ServiceToken", "arn:aws:lambda:us-east-1:0:function:none");
    failing.set("DependsOn", conditionless(others, resources));
    JSON.writeValue(file.toFile(), template);
    renameTemplate(broken, stack, "broken");
    if (run(
            "deploy-broken",
            broken,
            "deploy",
            "--exclusively",
            stack,
            "--require-approval",
            "never")
        == 0) {
      throw new TrialFailure("A deployment with a resource that fails was reported as successful");
    }
  }

  /// Renames a template. The command uploads a template under its hash, and only once, so a changed
  /// one needs another name.
  static void renameTemplate(Path folder, String stack, String prefix) throws IOException {
    Path manifest = folder.resolve("manifest.json");
    String url =
        JSON.readTree(manifest.toFile())
            .at("/artifacts/" + stack + "/properties/stackTemplateAssetObjectUrl")
            .asText();
    String name = url.substring(url.lastIndexOf('/') + 1, url.lastIndexOf('.'));
    for (Path file : List.of(manifest, folder.resolve(stack + ".assets.json"))) {
      Files.writeString(file, Files.readString(file).replace(name, prefix + "-" + name));
    }
  }

  /// Returns the names of resources without a condition. A resource with a condition may be absent,
  /// so others must not depend on it.
  private static JsonNode conditionless(List<String> names, ObjectNode resources) {
    return JSON.valueToTree(
        names.stream().filter(name -> !resources.required(name).has("Condition")).toList());
  }

  private void succeed(String name, Path templates, String... arguments)
      throws IOException, InterruptedException {
    int status = run(name, templates, arguments);
    if (status != 0) {
      throw new TrialFailure(
          "cdk " + arguments[0] + " ended with status " + status + ": " + log(name));
    }
  }

  private int run(String name, Path templates, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(project.resolve("infra/deploy/node_modules/.bin/cdk").toString());
    command.addAll(List.of("--app", templates.toString(), "--no-notices"));
    command.addAll(List.of(arguments));
    return account.run(log(name), command);
  }

  private Path log(String name) {
    return folder.resolve("cdk-" + name + ".log");
  }

  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }
}
