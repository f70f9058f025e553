package io.cdrwebhooks.configapi.configurations;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.http.ApiGatewayEvent;
import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.configuration.InMemoryCdrTasks;
import io.cdrwebhooks.configuration.InMemoryWebhookConfigurations;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests that no caller overwrites or removes a version that it has not seen.
class ConfigurationConditionsTest {
  private final TestApi api = new TestApi();

  /// Another caller changes the store between a read and its write.
  private final InMemoryWebhookConfigurations stored = new InMemoryWebhookConfigurations();

  private final OvertakenConfigurations overtaken = new OvertakenConfigurations(stored);
  private final TestApi raced = TestApi.with(overtaken, new InMemoryCdrTasks(stored));

  @Test
  void replacingNeedsIfMatch() {
    String path = api.configured("A");

    Answer answer = api.put(path, TestApi.replacement("B"));

    assertThat(answer.status()).isEqualTo(428);
    assertThat(api.get(path).body().path("name").asText()).isEqualTo("A");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "\"7\", \"1\"", " \"1\" "})
  void ifMatchMayNameSeveralRevisions(String ifMatch) {
    assertThat(api.put(api.configured("A"), ifMatch, TestApi.replacement("B")).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"2\"", "W/\"1\"", "\"01\"", "\"\""})
  void replacingAnotherRevisionAnswers412(String ifMatch) {
    String path = api.configured("A");

    assertThat(api.put(path, ifMatch, TestApi.replacement("B")).status()).isEqualTo(412);
    assertThat(api.get(path).body().path("name").asText()).isEqualTo("A");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1", "", "\"1", "\"1\" \"2\"", "\"1\",", "*, \"1\"", "w/\"1\"", "\"a b\""})
  void malformedIfMatchAnswers400(String ifMatch) {
    Answer answer = api.put(api.configured("A"), ifMatch, TestApi.replacement("B"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("detail").asText()).contains("If-Match");
  }

  @Test
  void ifNoneMatchDoesNotReplaceAConfiguration() {
    Answer answer =
        api.send(
            TestApi.request("PUT", api.configured("A"), TestApi.replacement("B"))
                .withHeader("if-none-match", "*"));

    assertThat(answer.status()).isEqualTo(412);
  }

  @Test
  void readingAnUnchangedConfigurationAnswers304() {
    String path = api.configured("A");

    for (String tag : List.of("\"1\"", "W/\"1\"", "*", "\"9\", \"1\"")) {
      Answer answer = api.send(TestApi.request("GET", path).withHeader("if-none-match", tag));

      assertThat(answer.status()).as(tag).isEqualTo(304);
      assertThat(answer.text()).isEmpty();
      assertThat(answer.header("ETag")).isEqualTo("\"1\"");
    }
    assertThat(api.send(TestApi.request("GET", path).withHeader("if-none-match", "\"2\"")).status())
        .isEqualTo(200);
  }

  @Test
  void readingAnotherRevisionAnswers412() {
    Answer answer =
        api.send(TestApi.request("GET", api.configured("A")).withHeader("if-match", "\"2\""));

    assertThat(answer.status()).isEqualTo(412);
  }

  @ParameterizedTest
  @CsvSource({"'\"2\"',412", "'\"1\"',204", "*,204", "x,400"})
  void deletingRespectsIfMatch(String ifMatch, int status) {
    Answer answer =
        api.send(TestApi.request("DELETE", api.configured("A")).withHeader("if-match", ifMatch));

    assertThat(answer.status()).isEqualTo(status);
  }

  @Test
  void changeBetweenReadingAndWritingAnswers412() {
    String path = raced.configured("A");
    overtaken.beforeWriting(() -> raced.put(path, "*", TestApi.replacement("B")));

    assertThat(raced.put(path, "*", TestApi.replacement("C")).status()).isEqualTo(412);
    assertThat(raced.get(path).body().path("name").asText()).isEqualTo("B");

    overtaken.beforeWriting(() -> raced.put(path, "*", TestApi.replacement("D")));
    assertThat(raced.send(TestApi.request("DELETE", path).withHeader("if-match", "\"2\"")).status())
        .isEqualTo(412);
    assertThat(raced.get(path).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*"})
  void deletingAnyRevisionIgnoresConcurrentChanges(String ifMatch) {
    String path = raced.configured("A");
    overtaken.beforeWriting(() -> raced.put(path, "*", TestApi.replacement("B")));
    ApiGatewayEvent request = TestApi.request("DELETE", path);

    Answer answer =
        raced.send(ifMatch.isEmpty() ? request : request.withHeader("if-match", ifMatch));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(raced.get(path).status()).isEqualTo(404);
  }

  @Test
  void removalBetweenReadingAndWritingAnswers404() {
    String path = raced.configured("A");
    overtaken.beforeWriting(() -> raced.delete(path));

    assertThat(raced.put(path, "*", TestApi.replacement("C")).status()).isEqualTo(404);

    String other = raced.configured("B");
    overtaken.beforeWriting(() -> raced.delete(other));
    assertThat(raced.delete(other).status()).isEqualTo(404);
  }
}
