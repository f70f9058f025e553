package io.cdrwebhooks.dispatch.exchange;

import static io.cdrwebhooks.dispatch.exchange.AnsweredExchange.assertAnswered;
import static io.cdrwebhooks.dispatch.exchange.AnsweredExchange.post;
import static io.cdrwebhooks.dispatch.exchange.TestExchange.assertUnreachable;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.answer.AnswerHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests odd status lines, headers and interim answers of receivers.
@Timeout(20)
class OddHeaderTest {
  private static final String NOT_HTTP = "the answer is not valid HTTP";
  private static final String TOO_LARGE = "the answer's header is too large";
  private static final String NO_ANSWER = "the connection was closed without an answer";
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 2OO OK\r\n\r\n",
        "HTTP/1.1 600 OK\r\n\r\n",
        "HTTP/1.1 20000000000 OK\r\n\r\n",
        "HTTP/2.0 200 OK\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n",
        "<html>hello</html>",
        "\0\0\0\0\r\n\r\n"
      })
  void malformedStatusLineIsUnreachable(String answer) throws Exception {
    assertUnreachable(post(answer), NOT_HTTP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\r\n", "\r\n\r\n\r\n\r\n"})
  void answerWithoutAStatusLineIsUnreachable(String answer) throws Exception {
    assertUnreachable(post(answer), NO_ANSWER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Nonsense\r\n",
        "X : space before the colon\r\n",
        "X: a\r\n folded\r\n",
        "X: a\0b\r\n",
        "X: \u00fc\u00ff\r\n",
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
  void firstHeadersOfTheAnswerAreKept() throws Exception {
    ExchangeResult result =
        post(OK + "X-One: 1\r\nX-One: 2\r\n" + "X: y\r\n".repeat(40) + "Content-Length: 0\r\n\r\n");
    assertThat(result)
        .isInstanceOfSatisfying(
            ExchangeResult.Answered.class,
            answered ->
                assertThat(answered.headers())
                    .hasSize(AnswerHeader.MAX_HEADERS)
                    .startsWith(
                        new AnswerHeader("X-One", "1"),
                        new AnswerHeader("X-One", "2"),
                        new AnswerHeader("X", "y")));
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
        OK + "X: ", // one header
        CHUNKED + "5;", // a chunk's extension
        CHUNKED + "0\r\nX: " // a trailer
      })
  void endlessLineIsNotAwaited(String beginning) throws Exception {
    assertThat(postEndless(beginning, "x")).isInstanceOf(ExchangeResult.Unreachable.class);
  }

  @Test
  void endlessLinesAreNotAwaited() throws Exception {
    assertUnreachable(postEndless(OK, "X: y\r\n"), TOO_LARGE);
    assertUnreachable(postEndless("", "HTTP/1.1 100 Continue\r\n\r\n"), NOT_HTTP);
    assertUnreachable(postEndless("", "HTTP/1.1 103 Early\r\nX: y\r\n\r\n"), NOT_HTTP);
    assertThat(postEndless(CHUNKED + "0\r\n", "X: y\r\n"))
        .isInstanceOf(ExchangeResult.Unreachable.class);
  }

  /// Answers with the beginning, and then with the piece again and again.
  private static ExchangeResult postEndless(String beginning, String piece) throws Exception {
    try (RawReceiver receiver = RawReceiver.endless(beginning, piece)) {
      return post(receiver);
    }
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
}
