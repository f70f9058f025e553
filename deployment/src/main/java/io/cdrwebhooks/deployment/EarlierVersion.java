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

/// The templates of the newest released version (`infra/kept-templates`), ready to be deployed.
///
/// Only templates are kept, not the functions and pages of that version: those are today's.
/// `LaterVersionTest` tries what a version's code does with newer records.
final class EarlierVersion {
  private static final ObjectMapper JSON = new ObjectMapper();

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
      for (String stack : List.of("CdrWebhooks-emulated-State", "CdrWebhooks-emulated")) {
        Path file = folder.resolve(stack + ".template.json");
        JsonNode today = JSON.readTree(file.toFile());
        JsonNode then = JSON.readTree(newest.get().resolve(file.getFileName()).toFile());
        takeFiles(then.required("Resources"), today.required("Resources"));
        JSON.writeValue(file.toFile(), then);
        Cdk.renameTemplate(folder, stack, newest.get().getFileName().toString());
      }
    }
    return newest.map(_ -> folder);
  }

  private static Version version(Path folder) {
    try {
      return Version.parse(folder.getFileName().toString());
    } catch (IllegalArgumentException e) {
      throw new TrialFailure("The name of " + folder + " is no version such as 1.10.0");
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
