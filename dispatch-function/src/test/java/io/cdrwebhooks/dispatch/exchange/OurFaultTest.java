package io.cdrwebhooks.dispatch.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.receiver.NameResolver;
import io.cdrwebhooks.receiver.ReceiverRules;
import io.cdrwebhooks.receiver.ReceiverVetting;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Tests which failures are ours while the canary fails, and that they are the receiver's while it
/// works.
@Timeout(20)
class OurFaultTest {
  private static final NameResolver LOOPBACK = TestExchange.LOOPBACK;

  /// Failures that a receiver and a broken firewall can both cause.
  private enum Failure {
    REFUSED("http", null),
    SILENT("http", socket -> socket.getInputStream().readAllBytes()),
    CLOSED("http", RawReceiver::readHeader),
    RESET("http", socket -> socket.setSoLinger(true, 0)),
    RESET_AFTER_THE_REQUEST(
        "http",
        socket -> {
          RawReceiver.readHeader(socket);
          socket.setSoLinger(true, 0);
        }),
    BROKEN_OFF(
        "http",
        socket -> {
          RawReceiver.readHeader(socket);
          socket
              .getOutputStream()
              .write(
                  "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"
                      .getBytes(StandardCharsets.US_ASCII));
          socket.shutdownOutput();
        }),
    SILENT_TLS("https", socket -> socket.getInputStream().readAllBytes()),
    RESET_TLS("https", socket -> socket.setSoLinger(true, 0)),
    NO_TLS("https", socket -> socket.getOutputStream().write(new byte[20]));

    private final String scheme;
    private final RawReceiver.Script script;

    Failure(String scheme, RawReceiver.Script script) {
      this.scheme = scheme;
      this.script = script;
    }
  }

  private static ExchangeResult post(String url, NameResolver names, EgressWatch.Canary canary)
      throws IOException, InterruptedException {
    try (ReceiverExchange exchange =
        TestExchange.with(
            new ReceiverVetting(ReceiverRules.LOCAL, names),
            TestExchange.SHORT,
            TestExchange.platformTrust(),
            Optional.of(canary))) {
      return exchange.post(TestExchange.request(url));
    }
  }

  private static ExchangeResult post(Failure failure, EgressWatch.Canary canary)
      throws IOException, InterruptedException {
    String url;
    try (RawReceiver receiver = new RawReceiver(failure.script)) {
      url = failure.scheme + "://receiver.test:" + receiver.port();
      if (failure != Failure.REFUSED) {
        return post(url, LOOPBACK, canary);
      }
    }
    return post(url, LOOPBACK, canary);
  }

  @ParameterizedTest
  @EnumSource
  void failureIsOursIfTheCanaryFailsToo(Failure failure) {
    assertThatThrownBy(() -> post(failure, () -> false)).isInstanceOf(OurFaultException.class);
  }

  @ParameterizedTest
  @EnumSource
  void failureIsTheReceiversWhileTheCanaryWorks(Failure failure) throws Exception {
    assertThat(post(failure, () -> true)).isInstanceOf(ExchangeResult.Unreachable.class);
  }

  @Test
  void unresolvedNameIsOurFaultIfTheCanaryFailsToo() throws Exception {
    NameResolver broken =
        host -> {
          throw new UnknownHostException(host);
        };
    assertThatThrownBy(() -> post("https://receiver.test", broken, () -> false))
        .isInstanceOf(OurFaultException.class);
    assertThat(post("https://receiver.test", broken, () -> true))
        .isInstanceOf(ExchangeResult.Unreachable.class);
  }

  @Test
  void answerIsNeverOurFault() throws Exception {
    try (RecordingReceiver receiver = new RecordingReceiver()) {
      receiver.answer(500, "down");
      assertThat(post(receiver.url(), NameResolver.system(), () -> false))
          .isInstanceOf(ExchangeResult.Answered.class);
    }
  }

  /// A process looks up 64 names at once.
  @Test
  void fullLimitOfLookUpsIsOurFault() throws Exception {
    int limit = 64;
    CountDownLatch begun = new CountDownLatch(limit);
    CountDownLatch never = new CountDownLatch(1);
    NameResolver hanging =
        host -> {
          begun.countDown();
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return LOOPBACK.resolve(host);
        };
    try (ReceiverExchange exchange =
        TestExchange.with(ReceiverRules.LOCAL, hanging, TestExchange.PATIENT)) {
      for (int i = 0; i < limit; i++) {
        String url = "https://host%d.test".formatted(i);
        // The exchange is closed before the look-up ends, so no caller waits for its result.
        CompletableFuture<?> _ =
            CompletableFuture.runAsync(
                () -> TestExchange.post(exchange, url), Thread::startVirtualThread);
      }
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

      assertThatThrownBy(() -> exchange.post(TestExchange.request("https://other.test")))
          .isInstanceOf(OurFaultException.class)
          .hasMessage("too many names are looked up at once: other.test");
    } finally {
      never.countDown();
    }
  }
}
