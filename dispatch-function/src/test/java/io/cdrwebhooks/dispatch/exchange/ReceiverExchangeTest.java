package io.cdrwebhooks.dispatch.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.receiver.NameResolver;
import io.cdrwebhooks.receiver.ReceiverRules;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Tests connections and the answers of receivers.
@Timeout(20)
class ReceiverExchangeTest {
  private static final byte[] KEPT_ANSWER =
      "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nOK"
          .getBytes(StandardCharsets.ISO_8859_1);

  /// A reset fills the log of a receiver that expects the end of the connection or another request.
  @Test
  void connectionToAReceiverThatWouldKeepItEndsWithoutAReset() throws Exception {
    CompletableFuture<Integer> end = new CompletableFuture<>();
    try (RawReceiver receiver =
        new RawReceiver(
            socket -> {
              try {
                RawReceiver.readHeader(socket);
                socket.getInputStream().readNBytes(2);
                socket.getOutputStream().write(KEPT_ANSWER);
                end.complete(socket.getInputStream().read());
              } catch (IOException e) {
                end.completeExceptionally(e);
              }
            })) {
      assertThat(TestExchange.post(receiver.url(), ReceiverRules.LOCAL, TestExchange.LOOPBACK))
          .isInstanceOf(ExchangeResult.Answered.class);
      assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
    }
  }

  @Test
  void requestHasTheHeaderConnectionClose() throws Exception {
    try (RecordingReceiver receiver = new RecordingReceiver()) {
      TestExchange.post(
          "http://receiver.test:" + receiver.port(), ReceiverRules.LOCAL, TestExchange.LOOPBACK);
      assertThat(receiver.received.getFirst().headers()).containsEntry("Connection", "close");
    }
  }

  @Test
  void drippingAnswerIsCutOff() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    RawReceiver.Script drip =
        socket -> {
          RawReceiver.readHeader(socket);
          OutputStream out = socket.getOutputStream();
          out.write(
              "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
          while (!gone.await(50, TimeUnit.MILLISECONDS)) {
            out.write('x');
            out.flush();
          }
        };
    try (RawReceiver receiver = new RawReceiver(drip)) {
      TestExchange.assertUnreachable(postBriefly(receiver.url()), "no complete answer within 0 s");
    }
    gone.countDown();
  }

  private static ExchangeResult postBriefly(String url) throws Exception {
    return TestExchange.post(url, ReceiverRules.LOCAL, NameResolver.system(), TestExchange.SHORT);
  }
}
