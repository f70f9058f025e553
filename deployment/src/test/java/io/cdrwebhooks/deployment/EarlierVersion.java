package io.cdrwebhooks.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The templates of the newest released version (`infra/kept-templates`), ready for deployment.
///
/// Only templates are kept, so the functions and pages are those of the current build. Therefore
/// the functions get the current variables and permissions, and the state stack gets the tables
/// that these name. `LaterVersionTest` tries an earlier version's code on newer records.
final class EarlierVersion {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RESOURCES = "Resources";
  private static final String OUTPUTS = "Outputs";

  /// The properties with which a template names the file of a function, a layer or pages.
  private static final List<String> FILES = List.of("Code", "Content", "SourceObjectKeys");

  private EarlierVersion() {}

  /// Writes the newest version kept under `kept` into `folder`, with the files of `current`.
  /// Returns empty if none is kept.
  static Optional<Path> make(Path kept, Path current, Path folder) throws IOException {
    Optional<Path> newest;
    try (Stream<Path> versions = Files.list(kept)) {
      newest =
          versions.filter(Files::isDirectory).max(Comparator.comparing(EarlierVersion::version));
    }
    if (newest.isPresent()) {
      Cdk.copy(current, folder);
      Template state = Template.read("CdrWebhooks-emulated-State", newest.get(), folder);
      Template service = Template.read("CdrWebhooks-emulated", newest.get(), folder);
      takeVariables(service);
      takeRights(service);
      takeExports(state, service.then().findValuesAsText("Fn::ImportValue"));
      for (Template each : List.of(state, service)) {
        takeFiles(each.then().required(RESOURCES), each.today().required(RESOURCES));
        JSON.writeValue(each.file().toFile(), each.then());
        Cdk.renameTemplate(folder, each.stack(), newest.get().getFileName().toString());
      }
    }
    return newest.map(_ -> folder);
  }

  /// One stack's templates: `then` of the earlier version, and `today`, which is in `file`.
  private record Template(String stack, Path file, JsonNode then, JsonNode today) {
    static Template read(String stack, Path earlier, Path folder) throws IOException {
      Path file = folder.resolve(stack + ".template.json");
      JsonNode then = JSON.readTree(earlier.resolve(file.getFileName()).toFile());
      return new Template(stack, file, then, JSON.readTree(file.toFile()));
    }
  }

  private static void takeVariables(Template service) {
    for (Map.Entry<String, JsonNode> resource : service.then().required(RESOURCES).properties()) {
      JsonNode then = variables(resource.getValue());
      JsonNode today = variables(service.today().required(RESOURCES).path(resource.getKey()));
      if (then instanceof ObjectNode variables) {
        today.properties().stream()
            .filter(variable -> !variables.has(variable.getKey()))
            .toList()
            .forEach(variable -> variables.set(variable.getKey(), variable.getValue()));
      }
    }
  }

  private static void takeRights(Template service) {
    for (Map.Entry<String, JsonNode> resource : service.then().required(RESOURCES).properties()) {
      JsonNode today = service.today().required(RESOURCES).path(resource.getKey());
      if (today.path("Type").asText().equals("AWS::IAM::Policy")) {
        ((ObjectNode) resource.getValue().required("Properties"))
            .set("PolicyDocument", today.required("Properties").required("PolicyDocument"));
      }
    }
  }

  private static JsonNode variables(JsonNode resource) {
    return resource.path("Properties").path("Environment").path("Variables");
  }

  /// Copies the outputs that the service imports and the earlier state lacks, each with its
  /// resource.
  private static void takeExports(Template state, List<String> imports) {
    ObjectNode outputs = ((ObjectNode) state.then()).withObjectProperty(OUTPUTS);
    ObjectNode resources = (ObjectNode) state.then().required(RESOURCES);
    for (Map.Entry<String, JsonNode> output : state.today().path(OUTPUTS).properties()) {
      String name = output.getValue().path("Export").path("Name").asText();
      if (imports.contains(name) && !outputs.has(output.getKey())) {
        JsonNode value = output.getValue().path("Value");
        String resource = value.path("Ref").asText(value.path("Fn::GetAtt").path(0).asText());
        outputs.set(output.getKey(), output.getValue());
        resources.set(resource, state.today().required(RESOURCES).required(resource));
      }
    }
  }

  private static Version version(Path folder) {
    try {
      return Version.parse(folder.getFileName().toString());
    } catch (IllegalArgumentException e) {
      throw new TrialFailure("The name of a folder must be a version such as 1.10.0: " + folder);
    }
  }

  private static void takeFiles(JsonNode then, JsonNode today) {
    for (Map.Entry<String, JsonNode> resource : then.properties()) {
      JsonNode properties = resource.getValue().path("Properties");
      JsonNode others = today.path(resource.getKey()).path("Properties");
      for (String file : FILES) {
        if (properties.has(file) && others.has(file)) {
          ((ObjectNode) properties).set(file, others.get(file));
        }
      }
    }
  }
}
