package io.cdrwebhooks.infra.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests that a deployment of any released version can be updated to the current templates.
class KeptTemplatesTest {
  @TempDir Path folder;

  @Test
  void everyKeptVersionCanBecomeTheCurrentOne() throws IOException {
    Map<String, List<String>> refusals = KeptTemplates.refusals(KeptTemplates.FOLDER);
    refusals.values().removeIf(List::isEmpty);

    assertThat(refusals).isEmpty();
  }

  /// Reads whole templates, even while no version is kept.
  @Test
  void currentTemplatesCanBecomeThemselves() throws IOException {
    keep("1.0.0");

    assertThat(KeptTemplates.refusals(folder))
        .isEqualTo(
            Map.of(
                "1.0.0, CdrWebhooks-test",
                List.of(),
                "1.0.0, CdrWebhooks-otherwithlongestname",
                List.of()));
  }

  @Test
  void changeSinceAnyKeptVersionIsFound() throws IOException {
    keep("1.0.0");
    keep("1.1.0");
    Path state = folder.resolve("1.0.0").resolve("CdrWebhooks-test-State.template.json");
    String now = Files.readString(state);
    Files.writeString(state, now.replace("\"taskId\"", "\"task\""));
    assertThat(Files.readString(state)).isNotEqualTo(now);

    assertThat(KeptTemplates.refusals(folder))
        .hasEntrySatisfying(
            "1.0.0, CdrWebhooks-test",
            refusals ->
                assertThat(refusals)
                    .anyMatch(
                        sentence ->
                            sentence.matches(
                                "RecordsCdrTasks[0-9A-F]{8} \\(AWS::DynamoDB::Table\\) changes"
                                    + " KeySchema, but CloudFormation replaces the resource to do"
                                    + " that\\.")))
        .containsEntry("1.1.0, CdrWebhooks-test", List.of())
        .containsEntry("1.0.0, CdrWebhooks-otherwithlongestname", List.of());
  }

  /// Copies the synthesised files as infra/kept-templates/README.md says, but with other hashes for
  /// the functions and pages, which are the keys of their files.
  private void keep(String version) throws IOException {
    Path kept = Files.createDirectories(folder.resolve(version));
    for (String service : KeptTemplates.current().keySet()) {
      for (String file : List.of(service + "-State.template.json", service + ".template.json")) {
        String template = Files.readString(synthesised(file));
        Files.writeString(kept.resolve(file), template.replaceAll("[0-9a-f]{64}", "0".repeat(64)));
      }
    }
  }

  private static Path synthesised(String file) throws IOException {
    try (Stream<Path> found =
        Files.find(
            Path.of("target", "synthesised"), 3, (path, attributes) -> path.endsWith(file))) {
      return found.findAny().orElseThrow();
    }
  }
}
