package io.cdrwebhooks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportMetadataTest {
  @Test
  void missingMetadataIsNotAnError() {
    assertThat(ReportMetadata.parse(Map.of())).isEqualTo(ReportMetadata.NONE);
    assertThat(ReportMetadata.parse(Map.of("content-md5", "x", "Number-Of-Lines", "1")))
        .isEqualTo(ReportMetadata.NONE);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "42, 42", "007, 7", "999999999999999, 999999999999999"})
  void numberOfLinesIsDecimal(String value, long lines) {
    ReportMetadata metadata = ReportMetadata.parse(Map.of("number-of-lines", value));
    assertThat(metadata.numberOfLines()).hasValue(lines);
    assertThat(metadata.complaints()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        " 1",
        "1 ",
        "-1",
        "+1",
        "1.0",
        "1e3",
        "0x10",
        "1,000",
        "٣",
        "1000000000000000",
        "99999999999999999999"
      })
  void malformedNumberOfLinesIsAComplaint(String value) {
    ReportMetadata metadata = ReportMetadata.parse(Map.of("number-of-lines", value));
    assertThat(metadata.numberOfLines()).isEmpty();
    assertThat(metadata.complaints())
        .containsExactly(
            "number-of-lines is not a decimal number of at most 15 digits, so it is not used");
  }

  @ParameterizedTest
  @CsvSource({
    "plain, plain",
    "a+b, a+b",
    "a%20b, a b",
    "a%2Bb, a+b",
    "100%25, 100%",
    "%25%32%30, %20",
    "%e2%82%ac, €",
    "%E2%82%AC, €",
    "Z%C3%BCrich, Zürich",
    "%F0%9F%93%9E, 📞",
    "%41, A",
    "raw ü, raw ü"
  })
  void textIsPercentDecodedOnceAndKeepsAPlus(String value, String text) {
    ReportMetadata metadata = ReportMetadata.parse(Map.of("error", value));
    assertThat(metadata.error()).contains(text);
    assertThat(metadata.complaints()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%",
        "a%",
        "a%2",
        "%2x",
        "%x2",
        "%%20",
        "% 20",
        "%+1",
        "%-1",
        "100% full",
        "%u20ac", // JavaScript's escape
        "%ff", // no UTF-8
        "%C3", // cut off
        "%C3%", // cut off twice
        "%C0%AF", // overlong
        "%ED%A0%80", // half a surrogate pair
        "%F4%90%80%80", // beyond the last code point
        "%٢٠" // digits, but not those
      })
  void malformedErrorIsPassedOnWithAComplaint(String value) {
    ReportMetadata metadata = ReportMetadata.parse(Map.of("error", value));
    assertThat(metadata.error()).contains(value);
    assertThat(metadata.complaints())
        .containsExactly("error is not valid percent-encoded UTF-8, so it is passed on unchanged");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t"})
  void blankTextCountsAsMissing(String value) {
    assertThat(ReportMetadata.parse(Map.of("error", value))).isEqualTo(ReportMetadata.NONE);
  }

  @Property
  void anyValueIsReadWithoutAnException(@ForAll String value) {
    ReportMetadata metadata =
        ReportMetadata.parse(Map.of("error", value, "number-of-lines", value));
    assertThat(metadata.error().isPresent()).isEqualTo(!value.isBlank());
  }

  @Test
  void digestIsReadInLowerCase() {
    ReportMetadata metadata = ReportMetadata.parse(Map.of("sha256", "0123456789ABCDEF".repeat(4)));

    assertThat(metadata.sha256()).contains("0123456789abcdef".repeat(4));
    assertThat(metadata.complaints()).isEmpty();
  }

  @Test
  void malformedDigestIsNotUsed() {
    String digits = "0".repeat(63);
    for (String malformed : List.of("", digits, digits + "00", digits + "g", " " + digits)) {
      ReportMetadata metadata = ReportMetadata.parse(Map.of("sha256", malformed));

      assertThat(metadata.sha256()).as(malformed).isEmpty();
      assertThat(metadata.complaints())
          .containsExactly("sha256 is not 64 hexadecimal digits, so it is not used");
    }
  }
}
