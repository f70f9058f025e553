package io.cdrwebhooks.dispatch.exchange;

import static io.cdrwebhooks.dispatch.exchange.AnsweredExchange.assertAnswered;
import static io.cdrwebhooks.dispatch.exchange.AnsweredExchange.post;
import static io.cdrwebhooks.dispatch.exchange.TestExchange.assertUnreachable;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests odd bodies of answers: compressed, in malformed chunks, or of a wrong length.
@Timeout(20)
class OddBodyTest {
  private static final String NOT_HTTP = "the answer is not valid HTTP";
  private static final String BROKEN_OFF = "the answer was broken off";
  private static final String CHUNKS = "the answer's chunks are malformed";
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";

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
                      .isEqualTo(Arrays.copyOf(bomb.toByteArray(), AddressExchange.ANSWER_LIMIT)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FFFFFFFFFFFFFFFF\r\nx",
        "-1\r\nx",
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

  @ParameterizedTest
  @CsvSource({
    "'\r\n', x",
    "'Transfer-Encoding: chunked\r\n\r\n', '1\r\nx\r\n'",
    "'Transfer-Encoding: chunked\r\n\r\n7fffffff\r\n', x"
  })
  void endlessBodyIsReadUpToTheLimitOnly(String rest, String piece) throws Exception {
    try (RawReceiver receiver = RawReceiver.endless(OK + rest, piece)) {
      assertThat(post(receiver))
          .isInstanceOfSatisfying(
              ExchangeResult.Answered.class,
              answered -> assertThat(answered.answer()).hasSize(AddressExchange.ANSWER_LIMIT));
    }
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
}
