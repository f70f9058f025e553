package io.cdrwebhooks.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierVersionTest {
  private static final String STATE = "CdrWebhooks-emulated-State.template.json";
  private static final String SERVICE = "CdrWebhooks-emulated.template.json";

  @TempDir Path folder;

  @Test
  void withoutAKeptVersionTheResultIsEmpty() throws IOException {
    Path kept = Files.createDirectories(folder.resolve("kept"));
    Files.writeString(kept.resolve("README.md"), "no version yet");

    assertThat(EarlierVersion.make(kept, current(), folder.resolve("out"))).isEmpty();
  }

  @Test
  void newestKeptTemplatesAreDeployedWithTheFilesOfToday() throws IOException {
    Path kept = folder.resolve("kept");
    keep(kept.resolve("1.9.0"), 128);
    keep(kept.resolve("1.10.0"), 256);

    Path made = EarlierVersion.make(kept, current(), folder.resolve("out")).orElseThrow();

    assertThat(made.resolve(SERVICE))
        .hasContent(
            "{\"Resources\":{\"F\":{\"Properties\":{\"Code\":{\"S3Key\":\"today\"},\"MemorySize\":256}}}}");
    // Under another name than the current template's, or the command would not upload it.
    assertThat(made.resolve("manifest.json")).content().contains("s3://bucket/1.10.0-abc.json");
    assertThat(made.resolve("CdrWebhooks-emulated.assets.json")).content().contains("1.10.0-abc");
  }

  /// Today's functions do not start without them.
  @Test
  void functionsOfTodayGetTheirVariablesAndTheTablesTheseName() throws IOException {
    Path kept = folder.resolve("kept/1.0.0");
    Files.createDirectories(kept);
    String function =
        "{\"Resources\":{\"F\":{\"Properties\":{\"Environment\":{\"Variables\":%s}}}}}";
    Files.writeString(kept.resolve(STATE), "{\"Resources\":{}}");
    Files.writeString(kept.resolve(SERVICE), function.formatted("{\"OLD\":\"then\"}"));
    Path current = current();
    Files.writeString(
        current.resolve(STATE),
        """
        {"Resources": {"Table": {"Type": "new"}, "Other": {"Type": "unused"}},
         "Outputs": {"OfTable": {"Value": {"Ref": "Table"}, "Export": {"Name": "State:Table"}}}}
        """);
    Files.writeString(
        current.resolve(SERVICE),
        function.formatted("{\"OLD\":\"today\",\"NEW\":{\"Fn::ImportValue\":\"State:Table\"}}"));

    Path made = EarlierVersion.make(kept.getParent(), current, folder.resolve("out")).orElseThrow();

    assertThat(made.resolve(SERVICE))
        .content()
        .contains("\"OLD\":\"then\"", "\"NEW\":{\"Fn::ImportValue\":\"State:Table\"}");
    assertThat(made.resolve(STATE))
        .content()
        .contains("\"Table\":{\"Type\":\"new\"}", "\"Name\":\"State:Table\"")
        .doesNotContain("Other");
  }

  private Path current() throws IOException {
    Path current = Files.createDirectories(folder.resolve("current"));
    write(current.resolve(STATE), "state", 1);
    write(current.resolve(SERVICE), "today", 512);
    Files.writeString(
        current.resolve("manifest.json"),
        """
        {"artifacts": {
          "CdrWebhooks-emulated": {"properties": {
            "stackTemplateAssetObjectUrl": "s3://bucket/abc.json"}},
          "CdrWebhooks-emulated-State": {"properties": {
            "stackTemplateAssetObjectUrl": "s3://bucket/def.json"}}}}
        """);
    Files.writeString(
        current.resolve("CdrWebhooks-emulated.assets.json"), "{\"files\": {\"abc\": {}}}");
    Files.writeString(
        current.resolve("CdrWebhooks-emulated-State.assets.json"), "{\"files\": {\"def\": {}}}");
    return current;
  }

  private static void keep(Path version, int memory) throws IOException {
    Files.createDirectories(version);
    write(version.resolve(STATE), "then", memory);
    write(version.resolve(SERVICE), "then", memory);
  }

  private static void write(Path file, String key, int memory) throws IOException {
    Files.writeString(
        file,
        "{\"Resources\":{\"F\":{\"Properties\":{\"Code\":{\"S3Key\":\"%s\"},\"MemorySize\":%d}}}}"
            .formatted(key, memory));
  }
}
