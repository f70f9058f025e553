package io.cdrwebhooks.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.infra.settings.DeploymentSettings;
import io.cdrwebhooks.infra.settings.UnusableSettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests the synthesis: equal each time, and with a clear message when it fails.
class SynthesisTest {
  @TempDir Path folder;

  /// In separate processes, as `make synth` runs: within one, maps have the same order by chance.
  @Test
  @Tag("slow")
  void synthTwiceGivesIdenticalTemplates() throws IOException, InterruptedException {
    Path built = SynthesisedDeployment.placeholders(folder.resolve("built"));

    Map<String, String> once = synthesise(built, folder.resolve("once"));
    Map<String, String> again = synthesise(built, folder.resolve("again"));

    assertThat(once)
        .containsKeys(
            "CdrWebhooks-example.template.json", "CdrWebhooks-example-State.template.json");
    assertThat(again).isEqualTo(once);
  }

  @Test
  void missingFunctionPackageIsNamed() throws IOException {
    DeploymentSettings settings = settings();
    Path zip = settings.functionPackage("download-link-function");
    Files.delete(zip);

    assertThatThrownBy(() -> CdrWebhooksApp.app(settings, folder.resolve("cdk.out")))
        .isInstanceOf(UnusableSettingsException.class)
        .hasMessage("Function package " + zip + " is missing: build it first");
  }

  @Test
  void missingConsoleIsNamed() throws IOException {
    DeploymentSettings settings = settings();
    Path docs = settings.consolePages().resolve("docs");
    Files.delete(docs.resolve("index.html"));

    assertThatThrownBy(() -> CdrWebhooksApp.app(settings, folder.resolve("cdk.out")))
        .isInstanceOf(UnusableSettingsException.class)
        .hasMessage("The pages in " + docs + " are missing: build the console first");
  }

  private DeploymentSettings settings() {
    return SynthesisedDeployment.example(
        SynthesisedDeployment.placeholders(folder.resolve("built")));
  }

  private static Map<String, String> synthesise(Path built, Path output)
      throws IOException, InterruptedException {
    Path example = Path.of("environments", "example.properties");
    Process synthesis =
        new ProcessBuilder(
                List.of(
                    ProcessHandle.current().info().command().orElseThrow(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    CdrWebhooksApp.class.getName(),
                    example.toString(),
                    built.toString(),
                    output.toString()))
            .redirectErrorStream(true)
            .start();
    String said = new String(synthesis.getInputStream().readAllBytes(), UTF_8);
    assertThat(synthesis.waitFor()).as(said).isZero();
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> written = Files.list(output)) {
      // The templates, and the list of uploaded assets by the hash of their content.
      for (Path file :
          written.filter(each -> each.toString().matches(".*(template|assets)\\.json")).toList()) {
        files.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return files;
  }
}
