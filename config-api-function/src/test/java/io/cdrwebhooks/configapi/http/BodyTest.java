package io.cdrwebhooks.configapi.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.TestApi;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests the rules for bodies that all resources share.
class BodyTest {
  private static final String PATH = "/webhook-configurations";
  private static final String SECRET = TestApi.SIGNATURE;

  private final TestApi api = new TestApi();

  @Test
  void truncatedJsonAnswers400WithItsPositionAndWithoutItsText() {
    Answer answer = api.post(PATH, "{\"name\":\"A\",\n\"signature\":\"" + SECRET);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.body().path("detail").asText())
        .startsWith("The JSON is incomplete, at line 2, column ")
        .doesNotContain("S1g");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":S1gnature-of-the-tests}",
        "{S1gnature-of-the-tests:1}",
        "{\"name\":\"\\S1gnature-of-the-tests\"}",
        "{\"a\":1,}",
        "{'a':1}",
        "{\"a\":NaN}",
        "{\"a\":01}",
        "{\"a\":\"\u0001\"}",
        "// {}",
        "\ufeff{}"
      })
  void invalidJsonAnswers400WithoutItsText(String body) {
    Answer answer = api.post(PATH, body);

    assertThat(answer.status()).as(body).isEqualTo(400);
    assertThat(answer.text()).doesNotContain("S1gnature").contains("not valid JSON, at line 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{} {}", "{}]", "{}\n\"S1gnature-of-the-tests\"", "{},"})
  void trailingTextAnswers400(String body) {
    Answer answer = api.post(PATH, body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains(", at line ").doesNotContain("S1gnature");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"signature\":\"S1gnature-of-the-tests\",\"signature\":\"another-signature\"}",
        "{\"a\":{\"b\":1,\"b\":1}}",
        "{\"a\":1,\"\\u0061\":2}"
      })
  void nameTwiceInAnObjectAnswers400(String body) {
    Answer answer = api.post(PATH, body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text())
        .contains("duplicate name, at line 1, column ")
        .doesNotContain("S1gnature")
        .doesNotContain("another-signature");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"S1gnature-of-the-tests\"", "1", "null", "true"})
  void anythingButAnObjectAnswers400(String body) {
    Answer answer = api.post(PATH, body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("detail").asText()).contains("JSON object");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t"})
  void emptyBodyAnswers400(String body) {
    assertThat(api.post(PATH, body).status()).isEqualTo(400);
  }

  @Test
  void nestingIsBounded() {
    assertThat(api.post(PATH, nested(32)).status()).isEqualTo(422);
    assertThat(api.post(PATH, nested(33)).status()).isEqualTo(400);
    assertThat(api.post(PATH, nested(4_000)).text()).contains("nested deeper than 32");
  }

  @Test
  void numbersAreBounded() {
    assertThat(api.post(PATH, "{\"a\":" + "1".repeat(100) + "}").status()).isEqualTo(422);
    assertThat(api.post(PATH, "{\"a\":" + "1".repeat(101) + "}").status()).isEqualTo(400);
    assertThat(api.post(PATH, "{\"a\":1e999999999}").status()).isEqualTo(422);
  }

  @Test
  void bodyIsBoundedBySixteenKibibytes() {
    String creation = TestApi.creation("A");
    String filler = " ".repeat(16 * 1024 - creation.length());

    assertThat(api.post(PATH, creation + filler).status()).isEqualTo(201);
    assertThat(api.post(PATH, creation + filler + " ").status()).isEqualTo(413);
    assertThat(api.post(PATH, "{\"a\":\"" + "x".repeat(1_000_000) + "\"}").status()).isEqualTo(413);
  }

  @Test
  void invalidUtf8Answers400() {
    byte[] latin1 = TestApi.creation("Stra\u00dfe").getBytes(StandardCharsets.ISO_8859_1);

    Answer answer = api.send(base64Event(latin1));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("detail").asText()).contains("UTF-8");
  }

  @Test
  void base64BodyIsDecoded() {
    byte[] utf8 = TestApi.creation("Stra\u00dfe").getBytes(StandardCharsets.UTF_8);

    assertThat(api.send(base64Event(utf8)).body().path("name").asText()).isEqualTo("Stra\u00dfe");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON",
        "application/json; charset=utf-8",
        "application/json;charset=\"UTF-8\"",
        "application/json; profile=\"a;b\"; charset=utf-8",
        "application/json;"
      })
  void jsonInUtf8IsAccepted(String contentType) {
    assertThat(creationAs(contentType).status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text/json",
        "application/jsonx",
        "application/merge-patch+json",
        "application/x-www-form-urlencoded",
        "application/json; charset=iso-8859-1",
        "application/json; charset=utf-8; charset=latin1",
        "application/json, text/plain",
        "application/json charset=utf-8"
      })
  void anythingButJsonInUtf8Answers415(String contentType) {
    assertThat(creationAs(contentType).status()).isEqualTo(415);
  }

  @Test
  void bodyWithoutContentTypeAnswers415() {
    Answer answer = api.send(TestApi.request("POST", PATH).withBody(TestApi.creation("A")));

    assertThat(answer.status()).isEqualTo(415);
  }

  @Test
  void allInvalidFieldsAreNamedAtOnce() {
    Answer answer =
        api.post(
            PATH,
            "{\"name\":\"\",\"url\":\"ftp://x\",\"signature\":\"short\",\"enabled\":1,"
                + "\"Name\":\"x\",\"__proto__\":{}}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.fieldsAtFault())
        .containsExactly("Name", "__proto__", "enabled", "name", "signature", "url");
    assertThat(answer.text()).doesNotContain("short");
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "name|null|is required",
        "name|'  '|must have 1 to 100 characters",
        "name|'a\\tb'|must not contain control characters",
        "name|'Billing\\u00a0'|must not contain U+00A0: use an ordinary space",
        "name|'a\\u202eb'|must not contain the invisible character U+202E",
        "name|'a\\udb40\\udc41b'|must not contain the invisible character U+E0041",
        "url|'https://receiver.example/\\u202egpj.exe'|must not contain the invisible character"
            + " U+202E",
        "name|'\\ud83d'|must not contain an unpaired surrogate",
        "url|''|must have 1 to 2048 characters",
        "url|'receiver.example'|must begin with https://, or http:// if this deployment allows it",
        "url|'http://receiver.example'|must be https",
        "url|'https://u:p@receiver.example'|must not hold a user name or password",
        "url|'https://receiver.example/#a'|must not have a fragment (#...)",
        "url|'https://receiver.example:22/'|must use port 443, 8443 or one above 1023",
        "url|'https:///a'|must name a host",
        "url|'https://receiver.example/\\ud83d'|must not contain an unpaired surrogate",
        "signature|null|is required",
        "signature|'123456789012345'|must have 16 to 256 characters",
        "signature|'abcdefgabcdefgabcdefg'|must have at least 8 different characters",
        "signature|' abcdefghijklmnop'|must not begin or end with a blank",
        "signature|'abcdefghijklmnop\\u00a0'|must not begin or end with a blank",
        "signature|'123456789012345\\udc00'|must not contain an unpaired surrogate",
        "enabled|null|must be true or false"
      },
      delimiter = '|',
      quoteCharacter = '`')
  void fieldAtFaultIsExplained(String field, String json, String detail) {
    Answer answer = api.post(PATH, changed(field, json.replace('\'', '"')));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.fieldsAtFault()).containsExactly(field);
    assertThat(answer.detailOf(field)).isEqualTo(detail);
  }

  @Test
  void errorOfAnInvalidUrlNamesThePosition() {
    Answer answer = api.post(PATH, changed("url", "\"https://receiver.example/a b\""));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.detailOf("url")).contains("at character 27");
  }

  @Test
  void unknownFieldNameIsShownShortened() {
    Answer answer = api.post(PATH, changed("name", "\"A\",\"" + "x".repeat(5_000) + "\":1"));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.fieldsAtFault()).containsExactly("x".repeat(100) + "...");
  }

  @Test
  void fieldNameWithHalfASurrogatePairAnswers400() {
    assertThat(api.post(PATH, "{\"\\ud83d\":1}").status()).isEqualTo(400);
  }

  /// A creation in which one field has another value.
  private static String changed(String field, String json) {
    return "{"
        + part("name", field, json, "\"A\"")
        + ","
        + part("url", field, json, "\"https://receiver.example\"")
        + ","
        + part("signature", field, json, "\"" + SECRET + "\"")
        + ","
        + part("enabled", field, json, "true")
        + "}";
  }

  private static String part(String name, String changed, String json, String usual) {
    return "\"" + name + "\":" + (name.equals(changed) ? json : usual);
  }

  private static String nested(int depth) {
    return "{\"a\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}";
  }

  private Answer creationAs(String contentType) {
    return api.send(
        TestApi.request("POST", PATH, TestApi.creation("A"))
            .withHeader("content-type", contentType));
  }

  private static byte[] base64Event(byte[] body) {
    String event =
        new String(
            TestApi.request("POST", PATH, Base64.getEncoder().encodeToString(body)).json(),
            StandardCharsets.UTF_8);
    return event
        .replace("\"isBase64Encoded\":false", "\"isBase64Encoded\":true")
        .getBytes(StandardCharsets.UTF_8);
  }
}
