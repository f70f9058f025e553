package io.cdrwebhooks.infra.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.infra.CdrWebhooksApp;
import io.cdrwebhooks.infra.SynthesisedDeployment;
import io.cdrwebhooks.infra.settings.DeploymentSettings;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.github.cdklabs.cdknag.NagReportFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;

/// Tests the rules of cdk-nag's pack AwsSolutions: each finding has a reason, and each reason a
/// finding.
@Tag("slow") // reads every resource of each template
class AwsSolutionsTest {
  @TempDir Path folder;

  @Test
  void everyFindingHasItsReasonAndEveryReasonItsFinding() throws IOException {
    Set<String> findings = new TreeSet<>();
    Path built = SynthesisedDeployment.placeholders(folder.resolve("built"));
    find(SynthesisedDeployment.example(built), findings);
    find(SynthesisedDeployment.otherwise(built), findings);

    assertThat(findings).isEqualTo(AwsSolutionsReasons.BY_FINDING.keySet());
    assertThat(AwsSolutionsReasons.BY_FINDING.values())
        .allSatisfy(reason -> assertThat(reason).isNotBlank());
  }

  private void find(DeploymentSettings settings, Set<String> found) throws IOException {
    Path output = folder.resolve(settings.environmentName());
    App app = CdrWebhooksApp.app(settings, output);
    Aspects.of(app)
        .add(
            AwsSolutionsChecks.Builder.create()
                .reports(true)
                .reportFormats(List.of(NagReportFormat.CSV))
                .build());
    app.synth();
    List<String> stacks = new ArrayList<>(List.of(settings.named(""), settings.named("-State")));
    settings.domains().links().ifPresent(_ -> stacks.add(settings.namedForLinks()));
    for (String stack : stacks) {
      List<String> lines =
          Files.readAllLines(output.resolve("AwsSolutions-" + stack + "-NagReport.csv"));
      lines.stream()
          .skip(1)
          .map(line -> line.substring(1, line.length() - 1).split("\",\"", -1))
          .filter(columns -> !columns[2].equals("Compliant"))
          .forEach(columns -> found.add(finding(columns)));
    }
  }

  /// Rule and resource, without the parts that differ between environments.
  private static String finding(String[] columns) {
    String rule = columns[0].replaceAll("(?<=[a-zA-Z])[0-9A-F]{8}(?=\\.|/|\\*|])", "");
    return rule.replaceAll("CdrWebhooks-[a-z]+", "CdrWebhooks").replace("AwsSolutions-", "")
        + " "
        + columns[1]
            .replaceFirst("^CdrWebhooks-[a-z]+(-State|-Links-[a-z0-9-]+)?/", "")
            .replaceFirst("/ANY--[0-9a-f]{32}--", "/ANY--");
  }
}
