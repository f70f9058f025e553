package io.cdrwebhooks.infra.upgrade;

import io.cdrwebhooks.infra.SynthesisedDeployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The templates of released versions, and the changes from each to the current ones.
///
/// Each version has a folder with the files of both environments of [SynthesisedDeployment]. Their
/// settings must keep what a kept version has: an environment with one zone less loses an address,
/// and the comparison refuses that.
final class KeptTemplates {
  /// The folder in the repository, relative to the module that the tests run in.
  static final Path FOLDER = Path.of("kept-templates");

  private KeptTemplates() {}

  /// The refusals as sentences, by version and stack; a version without any has an empty list.
  static Map<String, List<String>> refusals(Path folder) throws IOException {
    Map<String, List<String>> found = new TreeMap<>();
    for (Path version : versions(folder)) {
      for (Map.Entry<String, SynthesisedDeployment> now : current().entrySet()) {
        found.put(
            version.getFileName() + ", " + now.getKey(),
            TemplateComparison.refusals(
                DeploymentTemplates.read(version, now.getKey()),
                DeploymentTemplates.of(now.getValue())));
      }
    }
    return found;
  }

  /// By the name of the service stack, with which the kept files' names begin.
  static Map<String, SynthesisedDeployment> current() {
    return Map.of(
        "CdrWebhooks-test",
        SynthesisedDeployment.EXAMPLE,
        "CdrWebhooks-otherwithlongestname",
        SynthesisedDeployment.other());
  }

  private static List<Path> versions(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.filter(Files::isDirectory).toList();
    }
  }
}
