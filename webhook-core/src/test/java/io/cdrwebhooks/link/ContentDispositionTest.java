package io.cdrwebhooks.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentDispositionTest {
  /// The grammar of RFC 6266 and RFC 8187, as far as this header uses it: nothing within the quotes
  /// needs a backslash.
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "attachment; filename=\"([ !#$&-\\[\\]-~]*)\"; "
              + "filename\\*=UTF-8''((?:[A-Za-z0-9!#$&+.^_`|~-]|%[0-9A-F]{2})*)");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tx00001.zip|tx00001.zip|tx00001.zip",
        "my report.zip|my report.zip|my%20report.zip",
        "Zürich.zip|Z_rich.zip|Z%C3%BCrich.zip",
        "€ 📞.zip|_ _.zip|%E2%82%AC%20%F0%9F%93%9E.zip",
        "a\"b\\c%41.zip|a_b_c_41.zip|a%22b%5Cc%2541.zip",
        "a'b(c)*.zip|a'b(c)*.zip|a%27b%28c%29%2A.zip",
        "a;b=c,d.zip|a;b=c,d.zip|a%3Bb%3Dc%2Cd.zip",
        "!#$&+-.^_`~|!#$&+-.^_`~|!#$&+-.^_`~",
        "a+b.zip|a+b.zip|a+b.zip"
      })
  void fileNameIsGivenInBothForms(String fileName, String ascii, String encoded) {
    assertThat(ContentDisposition.attachment(fileName))
        .isEqualTo("attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + encoded);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"a|251|.zip|251", "\u65e5|83|.zip|83", "\u65e5|338|.zip|83", "a|900|.zip|251"})
  void nameOver255BytesIsCutBeforeItsEnding(String character, int times, String ending, int kept) {
    String name = URLDecoder.decode(nameIn(character.repeat(times) + ending), UTF_8);

    assertThat(name).isEqualTo(character.repeat(kept) + ending);
    assertThat(name.getBytes(UTF_8).length).isLessThanOrEqualTo(255);
  }

  @Test
  void overlongFileExtensionIsCut() {
    assertThat(nameIn("a".repeat(200) + "." + "b".repeat(200)))
        .isEqualTo("a".repeat(200) + "." + "b".repeat(54));
    assertThat(nameIn("\ud83d\udcde".repeat(100))).isEqualTo("%F0%9F%93%9E".repeat(63));
  }

  private static String nameIn(String fileName) {
    return ContentDisposition.attachment(fileName).split("UTF-8''", -1)[1];
  }

  @Property
  void anyFileNameGivesValidAsciiAndIsReadBack(@ForAll("fileNames") String fileName) {
    String header = ContentDisposition.attachment(fileName);
    assertThat(header.chars().allMatch(c -> c >= 0x20 && c < 0x7f)).isTrue();
    Matcher parts = GRAMMAR.matcher(header);
    assertThat(parts.matches()).as(header).isTrue();
    assertThat(parts.group(1)).hasSize(fileName.codePointCount(0, fileName.length()));
    assertThat(URLDecoder.decode(parts.group(2).replace("+", "%2B"), StandardCharsets.UTF_8))
        .isEqualTo(fileName);
  }

  @Provide
  Arbitrary<String> fileNames() {
    return Arbitraries.oneOf(
            Arbitraries.integers().between(0, 0x17f),
            Arbitraries.integers().between(0, Character.MAX_CODE_POINT))
        .filter(codePoint -> codePoint < 0xd800 || codePoint > 0xdfff)
        .list()
        .ofMaxSize(20)
        .map(
            codePoints -> {
              StringBuilder text = new StringBuilder();
              codePoints.forEach(text::appendCodePoint);
              return text.toString();
            });
  }
}
