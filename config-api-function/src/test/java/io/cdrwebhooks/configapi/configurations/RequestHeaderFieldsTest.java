package io.cdrwebhooks.configapi.configurations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.configuration.GatewayCredentials;
import io.cdrwebhooks.configuration.SealedHeader;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests the headers that a caller gives a configuration: names are shown, values never.
class RequestHeaderFieldsTest {
  private static final String PATH = "/webhook-configurations";
  private static final String SECRET = "s3cret-Value";
  private static final String TWO =
      "[{\"name\":\"X-Api-Key\",\"value\":\"s3cret-Value\"},{\"name\":\"A\",\"value\":\"b c\"}]";

  private final TestApi api = new TestApi();

  @Test
  void headersAreSealedInTheirOrderAndOnlyNamesAnswered() {
    Answer created = api.post(PATH, creation(TWO));

    assertThat(created.status()).as(created.text()).isEqualTo(201);
    assertThat(values(path(created))).containsExactly("X-Api-Key=s3cret-Value", "A=b c");
    for (Answer answer : List.of(created, api.get(path(created)), api.get(PATH))) {
      assertThat(answer.text())
          .contains("\"requestHeaders\":[{\"name\":\"X-Api-Key\"},{\"name\":\"A\"}]")
          .doesNotContain(SECRET, encoded(SECRET));
    }
    assertThat(api.log).noneMatch(line -> line.contains(SECRET));
  }

  @Test
  void headerWithoutAValueKeepsItsStoredOne() {
    String path = path(api.post(PATH, creation(TWO)));

    Answer answer =
        api.put(
            path,
            "*",
            replacement(
                "[{\"name\":\"New\",\"value\":\"first\"},{\"name\":\"x-api-key\"},"
                    + "{\"name\":\"A\",\"value\":\"second\"}]"));

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(values(path)).containsExactly("New=first", "x-api-key=s3cret-Value", "A=second");
  }

  /// Otherwise a caller could read the values at a server of their choice.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://other.example/cdr",
        "https://receiver.example:8443/cdr",
        "https://receiver.example.other.example/"
      })
  void storedValueIsNeverSentToAnotherServer(String url) {
    String path = path(api.post(PATH, creation(TWO)));

    Answer without = api.put(path, "*", to(url, ""));
    assertThat(without.status()).isEqualTo(422);
    assertThat(without.fieldsAtFault()).containsExactly("requestHeaders");
    Answer nameOnly = api.put(path, "*", to(url, "\"requestHeaders\":[{\"name\":\"A\"}],"));
    assertThat(nameOnly.status()).isEqualTo(422);
    assertThat(nameOnly.fieldsAtFault()).containsExactly("requestHeaders[0].value");

    String anew = "\"requestHeaders\":[" + header("A", "anew") + "],";
    assertThat(api.put(path, "*", to(url, anew)).status()).isEqualTo(200);
    assertThat(values(path)).containsExactly("A=anew");
  }

  @Test
  void otherPathOfTheSameServerKeepsTheHeaders() {
    String path = path(api.post(PATH, creation(TWO)));

    assertThat(api.put(path, "*", to("https://RECEIVER.example:443/other", "")).status())
        .isEqualTo(200);

    assertThat(values(path)).containsExactly("X-Api-Key=s3cret-Value", "A=b c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null"})
  void emptyListOrNullRemovesTheHeaders(String none) {
    String path = path(api.post(PATH, creation(TWO)));

    assertThat(api.put(path, "*", replacement(none)).status()).isEqualTo(200);

    assertThat(api.stored(path).gateway()).isEqualTo(GatewayCredentials.NONE);
  }

  /// A value of the wrong kind must not be taken for a missing one.
  @Test
  void newNameNeedsAValue() {
    String path = path(api.post(PATH, creation(TWO)));

    for (String value : List.of("", ",\"value\":null", ",\"value\":7", ",\"value\":\"\"")) {
      Answer answer = api.put(path, "*", replacement("[{\"name\":\"Other\"" + value + "}]"));
      assertThat(answer.status()).as(value).isEqualTo(422);
      assertThat(answer.fieldsAtFault()).containsExactly("requestHeaders[0].value");
    }
    assertThat(values(path)).containsExactly("X-Api-Key=s3cret-Value", "A=b c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host", "webhook_id", "", "X Key", "X\\r\\nHost"})
  void reservedOrMalformedNameIsRefused(String name) {
    Answer answer = api.post(PATH, creation("[" + header(name, SECRET) + "]"));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.fieldsAtFault()).containsExactly("requestHeaders[0].name");
    assertThat(answer.text()).doesNotContain(SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3cret-Value\\r\\nX-CDR-Signature: forged",
        " s3cret-Value",
        "s3cret-V\u00e4lue",
      })
  void valueThatCouldInjectAHeaderIsRefusedUnshown(String value) {
    Answer answer = api.post(PATH, creation("[" + header("X-Key", value) + "]"));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.fieldsAtFault()).containsExactly("requestHeaders[0].value");
    assertThat(answer.text()).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "true; requestHeaders",
        "[{\"name\":\"X-Key\",\"value\":\"a\"},{\"name\":\"x_kEY\",\"value\":\"b\"}]; requestHeaders[1].name",
        "{}; requestHeaders",
        "[[],[],[],[],[],[]]; requestHeaders",
        "[7]; requestHeaders[0]",
        "[{\"name\":\"X\",\"value\":\"y\",\"other\":1}]; requestHeaders[0]",
        "[{\"value\":\"y\"}]; requestHeaders[0].name",
        "[{\"name\":7,\"value\":\"y\"}]; requestHeaders[0].name"
      })
  void otherShapesAreRefused(String value, String field) {
    Answer answer = api.post(PATH, creation(value));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.fieldsAtFault()).containsExactly(field);
  }

  private List<String> values(String path) {
    return api.stored(path).gateway().headers().stream()
        .map(header -> header.name() + "=" + decoded(header))
        .toList();
  }

  private static String decoded(SealedHeader header) {
    return new String(Base64.getDecoder().decode(header.value().ciphertext()), UTF_8);
  }

  private static String encoded(String value) {
    return Base64.getEncoder().encodeToString(value.getBytes(UTF_8));
  }

  private static String path(Answer created) {
    return PATH + "/" + created.body().path("id").asText();
  }

  private static String header(String name, String value) {
    return "{\"name\":\"" + name + "\",\"value\":\"" + value + "\"}";
  }

  private static String to(String url, String headers) {
    return "{" + headers + "\"name\":\"A\",\"url\":\"" + url + "\"}";
  }

  private static String creation(String headers) {
    return "{\"requestHeaders\":" + headers + "," + TestApi.creation("A").substring(1);
  }

  private static String replacement(String headers) {
    return "{\"requestHeaders\":" + headers + "," + TestApi.replacement("A").substring(1);
  }
}
