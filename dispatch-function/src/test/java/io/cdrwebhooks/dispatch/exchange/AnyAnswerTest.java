package io.cdrwebhooks.dispatch.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.receiver.ReceiverRules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests that an exchange ends with a result, in time and in little memory, whatever bytes a
/// receiver answers.
@Timeout(20)
class AnyAnswerTest {
  private static final String NOT_HTTP = "the answer is not valid HTTP";
  private static final String TOO_LARGE = "the answer's header is too large";
  private static final String NO_ANSWER = "the connection was closed without an answer";
  private static final String BROKEN_OFF = "the answer was broken off";
  private static final String CHUNKS = "the answer's chunks are malformed";
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 2OO OK\r\n\r\n",
        "HTTP/1.1 -200 OK\r\n\r\n",
        "HTTP/1.1 0 OK\r\n\r\n",
        "HTTP/1.1 42 OK\r\n\r\n",
        "HTTP/1.1 600 OK\r\n\r\n",
        "HTTP/1.1 20000000000 OK\r\n\r\n",
        "HTTP/1.1\r\n\r\n",
        "HTTP/1.1 \r\n\r\n",
        "HTTP/x.y 200 OK\r\n\r\n",
        "HTTP/2.0 200 OK\r\n\r\n",
        "HTTP/1.1 200\0 OK\r\n\r\n",
        "HTP/1.1 200 OK\r\n\r\n",
        "ICY 200 OK\r\n\r\n",
        "200 OK\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n",
        "<html>hello</html>\n",
        "<html>hello</html>",
        "\0\0\0\0\r\n\r\n"
      })
  void malformedStatusLineIsUnreachable(String answer) throws Exception {
    assertUnreachable(post(answer), NOT_HTTP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\r\n", "\r\n\r\n\r\n\r\n"})
  void answerWithoutAStatusLineIsNoAnswer(String answer) throws Exception {
    assertUnreachable(post(answer), NO_ANSWER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Nonsense\r\n",
        ": no name\r\n",
        "two words: x\r\n",
        "X : space before the colon\r\n",
        " X: folded before the first\r\n",
        "X: a\r\n folded\r\n",
        "X: a\rb\r\n",
        "X: a\0b\r\n",
        "X\0: a\r\n",
        "X: \u00fc\u00ff\r\n",
        "\u00fc: x\r\n",
        "X:\r\n",
        "X: a\n",
        "\u007f: x\r\n"
      })
  void oddHeaderIsSkippedOrNotHttp(String header) throws Exception {
    ExchangeResult result = post(OK + header + "Content-Length: 2\r\n\r\nok");
    switch (result) {
      case ExchangeResult.Answered answered -> {
        assertThat(answered.statusCode()).isEqualTo(200);
        assertThat(answered.answer()).asString().isEqualTo("ok");
      }
      case ExchangeResult.Unreachable unreachable ->
          assertThat(unreachable.reason()).isEqualTo(NOT_HTTP);
      case ExchangeResult.Blocked blocked -> throw new AssertionError(blocked);
    }
  }

  @Test
  void headerIsBoundedInNumberAndLength() throws Exception {
    assertAnswered(post(OK + "X: y\r\n".repeat(98) + "Content-Length: 0\r\n\r\n"), "");
    assertUnreachable(post(OK + "X: y\r\n".repeat(101) + "\r\n"), TOO_LARGE);
    assertAnswered(post(OK + "X: " + "y".repeat(8_000) + "\r\nContent-Length: 0\r\n\r\n"), "");
    assertUnreachable(post(OK + "X: " + "y".repeat(9_000) + "\r\n\r\n"), TOO_LARGE);
    assertUnreachable(post("HTTP/1.1 200 " + "y".repeat(9_000) + "\r\n\r\n"), TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // the status line
        "HTTP/1.1 200 OK\r\nX: ", // one header
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;", // a chunk's extension
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: " // a trailer
      })
  void endlessLineIsNotAwaited(String beginning) throws Exception {
    RawReceiver.Script endless =
        socket -> {
          RawReceiver.readHeader(socket);
          OutputStream out = socket.getOutputStream();
          out.write(beginning.getBytes(StandardCharsets.US_ASCII));
          byte[] block = "x".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
          while (true) {
            out.write(block);
          }
        };
    try (RawReceiver receiver = new RawReceiver(endless)) {
      assertThat(post(receiver)).isInstanceOf(ExchangeResult.Unreachable.class);
    }
  }

  @Test
  void trailersAreBounded() throws Exception {
    assertAnswered(post(CHUNKED + "2\r\nok\r\n0\r\nX: y\r\n\r\n"), "ok");
    assertThat(post(CHUNKED + "2\r\nok\r\n0\r\n" + "X: y\r\n".repeat(1_000) + "\r\n"))
        .isInstanceOf(ExchangeResult.Unreachable.class);
  }

  @Test
  void interimAnswersAreSkipped() throws Exception {
    String last = OK + "Content-Length: 2\r\n\r\nok";
    assertAnswered(post("HTTP/1.1 100 Continue\r\n\r\n" + last), "ok");
    assertAnswered(post("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + last), "ok");
    assertAnswered(
        post("HTTP/1.1 102 Processing\r\n\r\n".repeat(SingleRequest.INTERIM_ANSWERS) + last), "ok");
    assertUnreachable(
        post("HTTP/1.1 102 Processing\r\n\r\n".repeat(SingleRequest.INTERIM_ANSWERS + 1) + last),
        NOT_HTTP);
  }

  @Test
  void endlessInterimAnswersAreNotAwaited() throws Exception {
    RawReceiver.Script flood =
        socket -> {
          RawReceiver.readHeader(socket);
          OutputStream out = socket.getOutputStream();
          byte[] interim =
              "HTTP/1.1 100 Continue\r\n\r\n".repeat(1_000).getBytes(StandardCharsets.US_ASCII);
          while (true) {
            out.write(interim);
          }
        };
    try (RawReceiver receiver = new RawReceiver(flood)) {
      assertUnreachable(post(receiver), NOT_HTTP);
    }
  }

  /// We do not ask for permission to send the body, so a receiver that refuses it gets it anyway.
  @Test
  void refusedExpectationIsAnOrdinaryAnswer() throws Exception {
    assertThat(post("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n"))
        .isInstanceOfSatisfying(
            ExchangeResult.Answered.class,
            answered -> assertThat(answered.statusCode()).isEqualTo(417));
  }

  @Test
  void switchOfProtocolsIsUnreachable() throws Exception {
    assertUnreachable(
        post("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"), NO_ANSWER);
  }

  /// A kilobyte may expand to a gigabyte, so it stays compressed.
  @Test
  void compressedAnswerStaysCompressed() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 64; i++) {
        gzip.write(zeros);
      }
    }
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    answer.writeBytes(
        (OK + "Content-Encoding: gzip\r\nContent-Length: " + bomb.size() + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    answer.writeBytes(bomb.toByteArray());
    try (RawReceiver receiver = RawReceiver.answering(answer.toByteArray())) {
      assertThat(post(receiver))
          .isInstanceOfSatisfying(
              ExchangeResult.Answered.class,
              answered ->
                  assertThat(answered.answer())
                      .isEqualTo(Arrays.copyOf(bomb.toByteArray(), ReceiverExchange.ANSWER_LIMIT)));
    }
  }

  @Test
  void wronglyDeclaredCompressionIsIgnored() throws Exception {
    assertAnswered(post(OK + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\nok"), "ok");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FFFFFFFFFFFFFFFF\r\nx",
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF\r\nx",
        "-1\r\nx",
        "zz\r\nx",
        "\r\n",
        "2\r\nokay\r\n0\r\n\r\n",
        "0x2\r\nok\r\n0\r\n\r\n"
      })
  void chunkWithoutASizeIsMalformed(String chunks) throws Exception {
    assertUnreachable(post(CHUNKED + chunks), CHUNKS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"7FFFFFFFFFFFFFFF\r\nx", "7FFFFFFF\r\nx", "5\r\nhalf", "5", "4\r\nhalf\r\n"})
  void chunkThatIsBrokenOffIsUnreachable(String chunks) throws Exception {
    assertThat(post(CHUNKED + chunks)).isInstanceOf(ExchangeResult.Unreachable.class);
  }

  @Test
  void chunkExtensionIsSkipped() throws Exception {
    assertAnswered(post(CHUNKED + "2;a=b;c=\"d\"\r\nok\r\n0;e\r\n\r\n"), "ok");
    assertThat(post(CHUNKED + "2;" + "x".repeat(100_000) + "\r\nok\r\n0\r\n\r\n"))
        .isInstanceOf(ExchangeResult.Unreachable.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "abc", "99999999999999999999999", "1.5", "0x2"})
  void malformedLengthIsNotHttp(String length) throws Exception {
    assertUnreachable(post(OK + "Content-Length: " + length + "\r\n\r\nok"), NOT_HTTP);
  }

  @Test
  void hugeLengthIsNotAwaited() throws Exception {
    assertUnreachable(post(OK + "Content-Length: " + Long.MAX_VALUE + "\r\n\r\nok"), BROKEN_OFF);
    CountDownLatch done = new CountDownLatch(1);
    RawReceiver.Script silent =
        socket -> {
          RawReceiver.readHeader(socket);
          socket
              .getOutputStream()
              .write((OK + "Content-Length: 3\r\n\r\nok").getBytes(StandardCharsets.US_ASCII));
          done.await();
        };
    try (RawReceiver receiver = new RawReceiver(silent)) {
      assertThat(post(receiver)).isInstanceOf(ExchangeResult.Unreachable.class);
    }
    done.countDown();
  }

  @Property(tries = 200)
  void anyBytesEndWithAResult(@ForAll @Size(max = 300) byte[] answer) throws Exception {
    assertNamed(ANY.post(answer));
  }

  @Property(tries = 300)
  void anyBytesInTheMiddleOfAnAnswerEndWithAResult(
      @ForAll @Size(max = 20) byte[] odd, @ForAll char at) throws Exception {
    byte[] good =
        (CHUNKED + "2;a=b\r\nok\r\n10\r\n0123456789abcdef\r\n0\r\nX: y\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    int cut = at % good.length;
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    answer.write(good, 0, cut);
    answer.writeBytes(odd);
    answer.write(good, cut, good.length - cut);
    assertNamed(ANY.post(answer.toByteArray()));
  }

  private static final Any ANY = new Any();

  /// One receiver and one exchange for many answers.
  private static final class Any {
    private final AtomicReference<byte[]> answer = new AtomicReference<>(new byte[0]);
    private final RawReceiver receiver;
    private final ReceiverExchange exchange =
        TestExchange.with(ReceiverRules.LOCAL, TestExchange.LOOPBACK, TestExchange.SHORT);

    Any() {
      try {
        receiver =
            new RawReceiver(
                socket -> {
                  RawReceiver.readHeader(socket);
                  socket.getInputStream().readNBytes(2);
                  socket.getOutputStream().write(answer.get());
                });
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    ExchangeResult post(byte[] bytes) throws InterruptedException {
      answer.set(bytes);
      return exchange.post(TestExchange.request(receiver.url()));
    }
  }

  /// An answer, or a failure with one of our reasons.
  private static void assertNamed(ExchangeResult result) {
    assertThat(result).isNotInstanceOf(ExchangeResult.Blocked.class);
    if (result instanceof ExchangeResult.Unreachable unreachable) {
      assertThat(unreachable.reason()).doesNotStartWith("the exchange failed");
    }
  }

  private static ExchangeResult post(String answer) throws Exception {
    try (RawReceiver receiver = RawReceiver.answering(answer)) {
      return post(receiver);
    }
  }

  private static ExchangeResult post(RawReceiver receiver) throws Exception {
    try (ReceiverExchange exchange =
        TestExchange.with(
            ReceiverRules.LOCAL,
            TestExchange.LOOPBACK,
            new ExchangeLimits(
                TestExchange.PATIENT.resolve(),
                TestExchange.PATIENT.connect(),
                Duration.ofSeconds(2)))) {
      ExchangeResult result = exchange.post(TestExchange.request(receiver.url()));
      assertThat(receiver.connections).hasValue(1);
      return result;
    }
  }

  private static void assertAnswered(ExchangeResult result, String answer) {
    assertThat(result)
        .isInstanceOfSatisfying(
            ExchangeResult.Answered.class,
            answered -> {
              assertThat(answered.statusCode()).isEqualTo(200);
              assertThat(answered.answer()).asString().isEqualTo(answer);
            });
  }

  private static void assertUnreachable(ExchangeResult result, String reason) {
    assertThat(result)
        .isInstanceOfSatisfying(
            ExchangeResult.Unreachable.class,
            unreachable -> assertThat(unreachable.reason()).isEqualTo(reason));
  }
}
