package io.cdrwebhooks.configapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.openapi.ApiDocument;
import io.cdrwebhooks.aws.openapi.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Tests that the console has a word for each field that a client can write, so that a record of a
/// change calls the field what the form calls it.
class ConsoleWordsTest {
  /// The console makes the words of these from their names: "Request headers".
  private static final Set<String> READABLE =
      Set.of(
          "clientCertificate",
          "enabled",
          "expectedEvery",
          "graceMinutes",
          "receiverRequests",
          "requestHeaders",
          "signature",
          "taskId",
          "taskName",
          "webhookConfigurationId");

  @Test
  void everyWritableFieldHasItsWordInTheConsole() throws IOException {
    String source = Files.readString(Path.of("..", "console", "src", "changes", "words.ts"));
    int start = source.indexOf("const FIELDS");
    Set<String> words = new TreeSet<>(READABLE);
    Pattern.compile("(?m)^  (\\w+): '")
        .matcher(source.substring(start, source.indexOf("};", start)))
        .results()
        .map(found -> found.group(1))
        .forEach(words::add);

    Place schemas = ApiDocument.ofThisTree().root().at("components", "schemas");
    for (String schema :
        Set.of(
            "WebhookConfigurationCreation", "WebhookConfigurationReplacement", "CdrTaskSaving")) {
      assertThat(words).as(schema).containsAll(schemas.at(schema, "properties").names());
    }
  }
}
