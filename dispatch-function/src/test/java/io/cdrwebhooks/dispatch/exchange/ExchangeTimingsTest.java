package io.cdrwebhooks.dispatch.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.answer.AttemptTimings;
import io.cdrwebhooks.receiver.NameResolver;
import io.cdrwebhooks.receiver.ReceiverRules;
import io.cdrwebhooks.receiver.ReceiverVetting;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests what an exchange returns in addition to its outcome: the duration of its phases, and the
/// receiver's `Retry-After`.
@Timeout(20)
class ExchangeTimingsTest {
  private static final Duration A_WHILE = Duration.ofMillis(250);

  @Test
  void httpHasEveryPhaseButTls() throws Exception {
    try (RecordingReceiver receiver = new RecordingReceiver()) {
      AttemptTimings timings = answered(post(receiver.url(), TestExchange.LOOPBACK)).timings();
      assertThat(timings.resolve()).isPresent();
      assertThat(timings.connect()).isPresent();
      assertThat(timings.tls()).isEmpty();
      assertThat(timings.firstByte()).isPresent();
    }
  }

  @Test
  void httpsHasEveryPhaseAndAsksForTheName(@TempDir Path folder) throws Exception {
    try (TlsReceiver receiver = new TlsReceiver(folder);
        ReceiverExchange exchange =
            TestExchange.with(
                new ReceiverVetting(ReceiverRules.LOCAL, TestExchange.LOOPBACK),
                TestExchange.PATIENT,
                receiver.trust())) {
      ExchangeResult.Answered answered =
          answered(TestExchange.post(exchange, "https://receiver.test:" + receiver.port()));
      assertThat(answered.statusCode()).isEqualTo(204);
      assertThat(answered.address()).isEqualTo("127.0.0.1:" + receiver.port());
      assertThat(answered.timings().connect()).isPresent();
      assertThat(answered.timings().tls()).isPresent();
      assertThat(answered.timings().firstByte()).isPresent();
      assertThat(receiver.namesAsked.getFirst())
          .hasToString("[type=host_name (0), value=receiver.test]");
    }
  }

  /// Each delay shows in exactly one phase.
  @Test
  void slowPhaseHasTheLongTime() throws Exception {
    NameResolver slow =
        host -> {
          pause();
          return TestExchange.LOOPBACK.resolve(host);
        };
    AtomicLong restSent = new AtomicLong();
    RawReceiver.Script late =
        socket -> {
          RawReceiver.readHeader(socket);
          pause();
          OutputStream out = socket.getOutputStream();
          out.write("H".getBytes(StandardCharsets.US_ASCII));
          out.flush();
          pause();
          pause();
          restSent.set(System.nanoTime());
          out.write("TTP/1.1 204 x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        };
    long begun = System.nanoTime();
    try (RawReceiver receiver = new RawReceiver(late)) {
      AttemptTimings timings =
          answered(post("http://receiver.test:" + receiver.port(), slow, TestExchange.PATIENT))
              .timings();
      Duration resolve = timings.resolve().orElseThrow();
      Duration connect = timings.connect().orElseThrow();
      Duration firstByte = timings.firstByte().orElseThrow();
      assertThat(resolve).isGreaterThanOrEqualTo(A_WHILE);
      assertThat(firstByte).isGreaterThanOrEqualTo(A_WHILE);
      assertThat(resolve.plus(connect).plus(firstByte))
          .as("phases until the first byte")
          .isLessThan(Duration.ofNanos(restSent.get() - begun));
    }
  }

  @Test
  void unresolvedNameHasNoTimings() throws Exception {
    NameResolver unknown =
        host -> {
          throw new UnknownHostException(host);
        };
    assertThat(unreachable(post("https://receiver.test", unknown)).timings())
        .isEqualTo(AttemptTimings.NONE);
  }

  @Test
  void refusedConnectionHasOnlyTheResolveTime() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.9"))) {
      AttemptTimings timings =
          unreachable(post("http://receiver.test:" + taken.getLocalPort(), TestExchange.LOOPBACK))
              .timings();
      assertThat(timings.resolve()).isPresent();
      assertThat(timings.connect()).isEmpty();
      assertThat(timings.firstByte()).isEmpty();
    }
  }

  @Test
  void brokenHandshakeHasAConnectTimeButNoTlsTime() throws Exception {
    try (RawReceiver receiver = new RawReceiver(socket -> {})) {
      AttemptTimings timings =
          unreachable(post("https://receiver.test:" + receiver.port(), TestExchange.LOOPBACK))
              .timings();
      assertThat(timings.connect()).isPresent();
      assertThat(timings.tls()).isEmpty();
      assertThat(timings.firstByte()).isEmpty();
    }
  }

  @Test
  void brokenOffAnswerHadItsFirstByte() throws Exception {
    RawReceiver.Script half =
        socket -> {
          RawReceiver.readHeader(socket);
          socket.getInputStream().readNBytes(2);
          socket.getOutputStream().write('H');
          socket.shutdownOutput();
        };
    try (RawReceiver receiver = new RawReceiver(half)) {
      assertThat(unreachable(post(receiver.url(), TestExchange.LOOPBACK)).timings().firstByte())
          .isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void retryAfterOfABusyReceiverIsKept(int status) throws Exception {
    assertThat(retryAfter(status, "120")).contains("PT2M");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 301, 404, 500, 502, 504})
  void retryAfterOfAnyOtherAnswerIsIgnored(int status) throws Exception {
    assertThat(retryAfter(status, "120")).isEmpty();
  }

  private static List<String> retryAfter(int status, String value) throws Exception {
    try (RecordingReceiver receiver = new RecordingReceiver()) {
      answerWith(receiver, status, value);
      return answered(post(receiver.url(), TestExchange.LOOPBACK)).retryAfter().stream()
          .map(Duration::toString)
          .toList();
    }
  }

  private static void answerWith(RecordingReceiver receiver, int status, String retryAfter) {
    receiver.answer(
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", retryAfter);
          exchange.sendResponseHeaders(status, -1);
        });
  }

  /// Lets time pass, which is measured here.
  private static void pause() {
    try {
      Thread.sleep(A_WHILE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ExchangeResult post(String url, NameResolver resolver) throws Exception {
    return post(
        url,
        resolver,
        new ExchangeLimits(
            Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(2), true));
  }

  private static ExchangeResult post(String url, NameResolver resolver, ExchangeLimits limits)
      throws Exception {
    try (ReceiverExchange exchange = TestExchange.with(ReceiverRules.LOCAL, resolver, limits)) {
      return exchange.post(TestExchange.request(url));
    }
  }

  private static ExchangeResult.Answered answered(ExchangeResult result) {
    assertThat(result).isInstanceOf(ExchangeResult.Answered.class);
    return (ExchangeResult.Answered) result;
  }

  private static ExchangeResult.Unreachable unreachable(ExchangeResult result) {
    assertThat(result).isInstanceOf(ExchangeResult.Unreachable.class);
    return (ExchangeResult.Unreachable) result;
  }
}
