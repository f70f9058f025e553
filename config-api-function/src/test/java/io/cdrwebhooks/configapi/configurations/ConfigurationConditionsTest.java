package io.cdrwebhooks.configapi.configurations;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.Faults;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests that no caller overwrites or removes a version that it has not seen.
class ConfigurationConditionsTest {
  private final TestApi api = new TestApi();

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
    String path = api.configured("A");
    meanwhile("replace", () -> rename(path, "B"));

    assertThat(api.put(path, "*", TestApi.replacement("C")).status()).isEqualTo(412);
    assertThat(api.stored(path).name()).isEqualTo("B");

    meanwhile("delete", () -> rename(path, "D"));
    assertThat(api.delete(path, "\"2\"").status()).isEqualTo(412);
    assertThat(api.stored(path).name()).isEqualTo("D");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*"})
  void deletingAnyRevisionIgnoresConcurrentChanges(String ifMatch) {
    String path = api.configured("A");
    meanwhile("delete", () -> rename(path, "B"));

    Answer answer = ifMatch.isEmpty() ? api.delete(path) : api.delete(path, ifMatch);

    assertThat(answer.status()).isEqualTo(204);
    assertThat(api.get(path).status()).isEqualTo(404);
  }

  @Test
  void removalBetweenReadingAndWritingAnswers404() {
    String path = api.configured("A");
    meanwhile("replace", () -> api.configurations.delete(TestApi.idIn(path), Optional.empty()));
    assertThat(api.put(path, "*", TestApi.replacement("C")).status()).isEqualTo(404);

    String other = api.configured("B");
    meanwhile("delete", () -> api.configurations.delete(TestApi.idIn(other), Optional.empty()));
    assertThat(api.delete(other).status()).isEqualTo(404);
  }

  /// Lets another caller change the store between a read and its write.
  private void meanwhile(String method, Runnable otherCaller) {
    api.use(Faults.meanwhile(method, WebhookConfigurations.class, api.configurations, otherCaller));
  }

  private void rename(String path, String name) {
    WebhookConfiguration was = api.stored(path);
    api.configurations.replace(was.withName(name).next(was.updatedAt()), was.revision());
  }
}
