package io.cdrwebhooks.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {
  private static final String TOKEN = "012e93de-1fae-4c6d-8067-c27c4cb9fd00";

  @Test
  void ordinaryTextStaysAsItIs() {
    String text = "{\n\t\"ok\": \"Zürich – 📞 日本\"\n}";
    assertThat(SafeText.hiding(List.of(TOKEN)).clean(text.getBytes(UTF_8))).isEqualTo(text);
  }

  @Test
  void everyOccurrenceOfASecretIsCutOut() {
    assertThat(of("got /files/" + TOKEN + " and " + TOKEN + TOKEN, TOKEN))
        .isEqualTo("got /files/[removed] and [removed][removed]");
  }

  @Test
  void secretWithinASecretLeavesNothingOfEither() {
    assertThat(of("x " + TOKEN + "-suffix y", TOKEN, TOKEN + "-suffix")).isEqualTo("x [removed] y");
    assertThat(of("x " + TOKEN + "-suffix y", TOKEN + "-suffix", TOKEN)).isEqualTo("x [removed] y");
  }

  /// JSON encoders escape + and =.
  @Test
  void signatureThatAJsonEncoderEscapesIsCutOut() {
    String signature =
        "abcd+EFGHijklMNOPqrstUVWXyz0123456789abcdefghijklmnopqrstuvwxyz/ABCDEFGHIJKLMNOPQR+ST==";
    String dotNet = signature.replace("+", "\\u002B");
    String gson = signature.replace("=", "\\u003d");
    for (String echo : List.of(dotNet, gson)) {
      assertThat(of("{\"got\":\"" + echo + "\"}", signature))
          .doesNotContain("ijklMNOPqrstUVWXyz0123456789");
    }
  }

  @Test
  void secretsAreLiteralText() {
    assertThat(of("a.c abc $1 \\", "a.c", "$1")).isEqualTo("[removed] abc [removed] \\");
  }

  @Test
  void emptySecretCutsNothing() {
    assertThat(of("text", "")).isEqualTo("text");
  }

  @Test
  void secretAcrossTheLimitIsNotKeptInPart() {
    String answer = "x".repeat(SafeText.LIMIT - 20) + TOKEN + "tail";
    assertThat(of(answer, TOKEN))
        .isEqualTo("x".repeat(SafeText.LIMIT - 20) + "[removed]" + "tail")
        .doesNotContain(TOKEN.substring(0, 8));
  }

  /// Reading an answer stops at a limit; removing many secrets brings that end into the kept text.
  @Property
  void secretCutOffByTheAnswersEndIsNotKept(@ForAll @IntRange(min = 8, max = 35) int read) {
    assertThat(of("token=" + TOKEN.substring(0, read), TOKEN)).isEqualTo("token=[removed]");
  }

  /// The link of an earlier attempt still works, and this attempt does not know its token.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "queued: https://cdr.example.com/bulk/cdr-mgr/v1/cdr-download-files/TOKEN.",
        "queued: HTTPS://CDR.EXAMPLE.COM/BULK/CDR-MGR/V1/CDR-DOWNLOAD-FILES/TOKEN.",
        "{\"url\":\"https:\\/\\/cdr.example.com\\/cdr-download-files\\/TOKEN\"}",
        "{\"url\":\"cdr-download-files\\u002FTOKEN\"}",
        "<p>queued: https:&#x2F;&#x2F;cdr.example.com&#x2F;cdr-download-files&#x2F;TOKEN</p>",
        "<p>queued: cdr-download-files&#47;TOKEN</p>",
        "?url=https%3A%2F%2Fcdr.example.com%2Fcdr-download-files%2FTOKEN&a=b",
        "?url=https%253A%252F%252Fcdr.example.com%252fcdr-download-files%252fTOKEN&a=b"
      })
  void tokenOfAnyLinkIsCutOut(String answer) {
    for (String token : List.of(TOKEN, TOKEN.toUpperCase(Locale.ROOT), TOKEN.substring(0, 20))) {
      assertThat(of(answer.replace("TOKEN", token), "another secret"))
          .isEqualTo(answer.replace("TOKEN", "[removed]"));
    }
  }

  @Test
  void otherUuidsAndPathsOfLinksAreKept() {
    String text = "id " + TOKEN + " at /cdr-download-files/ or /cdr-download-files/{token}";
    assertThat(of(text, "another secret")).isEqualTo(text);
  }

  @Test
  void textThatEndsLikeASecretByChanceIsKept() {
    assertThat(of("error 0", TOKEN)).isEqualTo("error 0");
    assertThat(of("error 012e93d", TOKEN)).isEqualTo("error 012e93d");
  }

  @ParameterizedTest
  @CsvSource({
    "0x00",
    "0x07",
    "0x08",
    "0x0d",
    "0x1b",
    "0x7f", // controls, ANSI's escape among them
    "0x85",
    "0x9b", // C1: next line, the one-character escape sequence
    "0xad",
    "0x200b",
    "0x200d",
    "0x200e",
    "0x202a",
    "0x202e",
    "0x2066",
    "0x2069", // bidi and format
    "0xfeff",
    "0xe0041", // byte order mark, tags
    "0x2028",
    "0x2029", // line ends that are no line feeds
    "0xe000",
    "0xf0000" // private use
  })
  void deceptiveCharacterIsReplaced(String codePoint) {
    String character = Character.toString(Integer.decode(codePoint));
    assertThat(of("a" + character + "b")).isEqualTo("a\ufffdb");
  }

  @Test
  void encodedSecretIsCutOut() {
    String signature = "5sh9/y1oyobLbTCk+DP2pyu4ogXwSkGNXyiFrXr8799tEA==";
    assertThat(of("{\"sig\":\"5sh9\\/y1oyobLbTCk+DP2pyu4ogXwSkGNXyiFrXr8799tEA==\"}", signature))
        .isEqualTo("{\"sig\":\"[removed]\"}");
    assertThat(of("sig=5sh9%2Fy1oyobLbTCk%2BDP2pyu4ogXwSkGNXyiFrXr8799tEA%3D%3D&x=y", signature))
        .isEqualTo("sig=[removed]&x=y");
  }

  /// Receivers that parse a token print it as their platform does.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "012E93DE-1FAE-4C6D-8067-C27C4CB9FD00",
        "012e93de1fae4c6d8067c27c4cb9fd00",
        "{012E93DE1FAE4C6D8067C27C4CB9FD00}",
        "30313265393364652d316661652d346336642d383036372d633237633463623966643030",
        "30313265393364652D316661652D346336642D383036372D633237633463623966643030"
      })
  void echoedTokenIsCutOutInEachForm(String echo) {
    assertThat(of("unknown token " + echo + ".", TOKEN).replace("{", "").replace("}", ""))
        .isEqualTo("unknown token [removed].");
  }

  /// A receiver may encode the token alone, or a text around it: then its bytes begin anywhere in a
  /// group of three.
  @Property
  void tokenInBase64IsCutOut(@ForAll @Size(max = 7) byte[] before, @ForAll boolean inUrls) {
    byte[] text = Arrays.copyOf(before, before.length + TOKEN.length());
    System.arraycopy(TOKEN.getBytes(UTF_8), 0, text, before.length, TOKEN.length());
    Base64.Encoder base64 = inUrls ? Base64.getUrlEncoder() : Base64.getEncoder();
    String safe = of("got " + base64.encodeToString(text), TOKEN);
    assertThat(safe).contains("[removed]");
    assertThat(safe.replace("[removed]", "")).hasSizeLessThan("got ".length() + 20);
  }

  /// Many encoders break long lines: Java's after 76 characters, openssl's after 64, xxd after 60.
  /// The receiver may encode any text around the secret, and write the lines as a JSON string.
  @Property
  void secretInLinesOfBase64OrHexIsCutOut(
      @ForAll @IntRange(max = 80) int before,
      @ForAll @From("encodings") UnaryOperator<String> encoding,
      @ForAll @From("lineEnds") String lineEnd) {
    String encoded = encoding.apply("x".repeat(before) + TOKEN + "and more");
    String safe = of("got " + encoded.replace("\n", lineEnd) + " from you", TOKEN);
    assertThat(safe).startsWith("got ").contains("[removed]").endsWith(" from you");
    String wrapped = encoding.apply(TOKEN).replace("\n", "");
    String left = safe.replace(lineEnd.replace('\r', '\ufffd'), "");
    for (int at = 4; at + 8 <= wrapped.length() - 4; at++) {
      assertThat(left).doesNotContain(wrapped.substring(at, at + 8));
    }
  }

  @Provide
  Arbitrary<UnaryOperator<String>> encodings() {
    return Arbitraries.of(
        text -> lines(76, Base64.getEncoder().encodeToString(text.getBytes(UTF_8))),
        text -> lines(64, Base64.getUrlEncoder().encodeToString(text.getBytes(UTF_8))),
        text -> lines(60, HexFormat.of().formatHex(text.getBytes(UTF_8))),
        text -> lines(2, HexFormat.of().formatHex(text.getBytes(UTF_8))));
  }

  @Provide
  Arbitrary<String> lineEnds() {
    return Arbitraries.of("\n", "\r\n", "\n  ", " ", "\\n", "\\r\\n", "\\\\n", "%0D%0A");
  }

  private static String lines(int length, String text) {
    return text.replaceAll("(.{" + length + "})(?=.)", "$1\n");
  }

  @Test
  void secretInLinesThatIsCutOffIsNotKept() {
    String encoded = Base64.getMimeEncoder().encodeToString((TOKEN + TOKEN).getBytes(UTF_8));
    assertThat(of("got " + encoded.substring(0, 90), TOKEN + TOKEN)).isEqualTo("got [removed]");
  }

  @Test
  void textAroundLinesOfASecretKeepsItsLines() {
    String encoded = Base64.getMimeEncoder().encodeToString((TOKEN + TOKEN).getBytes(UTF_8));
    assertThat(of("one \n two:\n" + encoded + "\nthree\n", TOKEN + TOKEN))
        .isEqualTo("one \n two:\n[removed]\nthree\n");
  }

  @Test
  void wordsThatTogetherLookLikeAShortSecretAreKept() {
    assertThat(of("is a live", "alive")).isEqualTo("is a live");
  }

  @Test
  void bytesThatAreNotUtf8AreReplaced() {
    assertThat(SafeText.hiding(List.of()).clean(new byte[] {'a', (byte) 0xff, 'b', (byte) 0xc3}))
        .isEqualTo("a\ufffdb\ufffd");
  }

  @Test
  void first4096BytesAreKept() {
    assertThat(of("a".repeat(4096))).hasSize(4096);
    assertThat(of("a".repeat(4095) + "bc")).hasSize(4096).endsWith("ab");
    assertThat(of("\u00e4".repeat(4096))).isEqualTo("\u00e4".repeat(2048));
    assertThat(of("\u20ac".repeat(4096))).isEqualTo("\u20ac".repeat(1365));
    assertThat(of("\u0001".repeat(4096))).isEqualTo("\ufffd".repeat(1365));
  }

  @Test
  void limitDoesNotSplitACharacter() {
    assertThat(of("a".repeat(4093) + "📞b")).isEqualTo("a".repeat(4093));
    assertThat(of("a".repeat(4092) + "📞b")).isEqualTo("a".repeat(4092) + "📞");
  }

  @Property
  void anyBytesGiveBoundedTextThatIsSafe(@ForAll byte[] bytes) {
    String text = SafeText.hiding(List.of(TOKEN)).clean(bytes);
    assertThat(text.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(SafeText.LIMIT);
    assertThat(text.chars().allMatch(c -> c == '\n' || c == '\t' || !Character.isISOControl(c)))
        .isTrue();
    assertThat(SafeText.hiding(List.of(TOKEN)).clean(text.getBytes(UTF_8))).isEqualTo(text);
  }

  private static String of(String text, String... secrets) {
    return SafeText.hiding(List.of(secrets)).clean(text.getBytes(UTF_8));
  }
}
