package io.cdrwebhooks.configapi.configurations;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configapi.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests which rotations are valid, and what the API answers to the others.
class RotationRequestTest extends SignatureRotations {
  @Test
  void nullMeansOmitted() {
    Answer answer = rotate(body("two", "\"effectiveAt\":null,\"overlapDays\":null"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(inForce()).containsExactly(FIRST + "two");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T09:59:00Z,200",
    "2026-03-01T09:58:59.999Z,422",
    "2026-03-31T10:00:00Z,200",
    "2026-03-31T10:00:00.001Z,422",
    "2026-03-01t10:00:00.5z,200",
    "1970-01-01T00:00:00Z,422",
    "9999-12-31T23:59:59-18:00,422"
  })
  void effectiveAtIsFromNowToThirtyDaysAhead(String effectiveAt, int status) {
    Answer answer = rotate(body("two", "\"effectiveAt\":\"" + effectiveAt + "\""));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.fieldsAtFault())
        .isEqualTo(status == 200 ? List.of() : List.of("effectiveAt"));
  }

  @Test
  void recentEffectiveAtMeansNow() {
    rotate(body("two", "\"effectiveAt\":\"2026-03-01T09:59:30Z\",\"overlapDays\":1"));

    assertThat(api.get(path).body().path("overlapUntil").asText())
        .isEqualTo("2026-03-02T10:00:00.000Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "true",
        "{}",
        "\"\"",
        "\"now\"",
        "\"2026-03-01\"",
        "\"2026-03-01T10:00Z\"",
        "\"2026-03-01T10:00:00\"",
        "\"2026-02-30T10:00:00Z\"",
        "\"+12026-03-01T10:00:00Z\""
      })
  void effectiveAtThatIsNoInstantAnswers422(String json) {
    Answer answer = rotate(body("two", "\"effectiveAt\":" + json));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.detailOf("effectiveAt")).contains("date and time with an offset");
  }

  @ParameterizedTest
  @CsvSource({
    "0,200",
    "7,200",
    "8,422",
    "-1,422",
    "1.5,422",
    "7.0,200",
    "8.0,422",
    "1e99,422",
    "'\"1\"',422",
    "true,422",
    "99999999999999999999,422"
  })
  void overlapIsUpToSevenWholeDays(String days, int status) {
    Answer answer = rotate(body("two", "\"overlapDays\":" + days));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.fieldsAtFault())
        .isEqualTo(status == 200 ? List.of() : List.of("overlapDays"));
  }

  @ParameterizedTest
  @CsvSource({
    "{},is required",
    "{\"signature\":null},is required",
    "{\"signature\":1234567890123456},must be a string",
    "{\"signature\":\"123456789012345\"},must have 16 to 256 characters"
  })
  void missingOrShortSignatureIsRefused(String json, String detail) {
    Answer answer = rotate(json);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.fieldsAtFault()).containsExactly("signature");
    assertThat(answer.detailOf("signature")).isEqualTo(detail);
    assertThat(answer.text()).doesNotContain("12345");
  }

  @Test
  void allInvalidFieldsAreNamedAtOnce() {
    Answer answer =
        rotate("{\"signature\":\"x\",\"effectiveAt\":0,\"overlapDays\":9,\"name\":\"B\"}");

    assertThat(answer.fieldsAtFault())
        .containsExactly("effectiveAt", "name", "overlapDays", "signature");
  }

  @ParameterizedTest
  @CsvSource({"'\"1\"',200", "*,200", "'\"2\"',412", "W/\"1\",412", "1,400"})
  void rotatingRespectsIfMatch(String ifMatch, int status) {
    assertThat(api.post(path + "/signature", ifMatch, body("two")).status()).isEqualTo(status);
    assertThat(inForce()).containsExactly(status == 200 ? FIRST + "two" : FIRST);
  }

  @Test
  void rotatingNeedsIfMatch() {
    assertThat(api.post(path + "/signature", body("two")).status()).isEqualTo(428);
    assertThat(inForce()).containsExactly(FIRST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cfg_ffffffffffffffffffffffffffffffff", "1", "", "%00"})
  void unknownConfigurationAnswers404(String id) {
    assertThat(api.post("/webhook-configurations/" + id + "/signature", "*", body("two")).status())
        .isEqualTo(404);
  }
}
