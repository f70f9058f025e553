package io.cdrwebhooks.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Writing the deployment: the same each time, and with a clear word when it can't be.
class SynthesisTest {
  @TempDir Path folder;

  @Test
  void synthTwiceGivesIdenticalTemplates() {
    assertThat(SynthesisedTemplate.read(folder.resolve("again")))
        .isEqualTo(SynthesisedTemplate.read(folder.resolve("once")));
  }

  @Test
  void missingFunctionPackageIsNamed() throws IOException {
    DeploymentSettings settings = SynthesisedTemplate.settings(folder);
    Path zip = settings.functionPackage("download-link-function");
    Files.delete(zip);

    assertThatThrownBy(() -> CdrWebhooksApp.synthesise(settings, folder.resolve("cdk.out")))
        .isInstanceOf(UnusableSettingsException.class)
        .hasMessage("Function package " + zip + " is missing: build it first");
  }
}
