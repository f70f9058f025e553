package io.cdrwebhooks.dispatch.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.receiver.ReceiverRules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/// Tests that an exchange ends with a result, in time and in little memory, whatever bytes a
/// receiver answers.
class AnyAnswerTest {
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";

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
}
