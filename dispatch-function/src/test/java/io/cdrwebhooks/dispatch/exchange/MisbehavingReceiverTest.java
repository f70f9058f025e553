package io.cdrwebhooks.dispatch.exchange;

import static io.cdrwebhooks.dispatch.exchange.TestExchange.assertUnreachable;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.receiver.ReceiverRules;
import io.cdrwebhooks.receiver.ReceiverVetting;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests receivers that break off, delay, fail at TLS or redirect us: each exchange ends in time,
/// with a result.
@Tag("slow")
@Timeout(20)
class MisbehavingReceiverTest {
  @Test
  void resetAfterTheRequestIsReadIsUnreachable() throws Exception {
    assertUnreachable(
        postTo(
            socket -> {
              RawReceiver.readHeader(socket);
              socket.getInputStream().readNBytes(2);
              socket.setSoLinger(true, 0);
            }),
        "the connection was reset");
  }

  /// Fills the buffers of both sides: no timeout of the socket covers writing.
  @Test
  void receiverThatDoesNotReadIsCutOff() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    try (RawReceiver receiver = new RawReceiver(socket -> done.await());
        ReceiverExchange exchange =
            TestExchange.with(ReceiverRules.LOCAL, TestExchange.LOOPBACK, TestExchange.SHORT)) {
      assertUnreachable(
          exchange.post(TestExchange.request(receiver.url(), new byte[64 << 20])),
          "no complete answer within 0 s");
    }
    done.countDown();
  }

  @Test
  void drippingHeaderIsCutOff() throws Exception {
    assertUnreachable(
        postTo(
            socket -> {
              RawReceiver.readHeader(socket);
              drip(socket.getOutputStream(), "HTTP/1.1 200 OK\r\nX: ", 'y');
            }),
        "no complete answer within 0 s");
  }

  @Test
  void handshakeThatNeverBeginsIsCutOff() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    ExchangeLimits patientAfterwards =
        new ExchangeLimits(
            TestExchange.SHORT.resolve(),
            TestExchange.SHORT.connect(),
            TestExchange.PATIENT.whole(),
            true);
    try (RawReceiver receiver = new RawReceiver(socket -> done.await())) {
      assertUnreachable(
          secure(
              SSLContext.getDefault(),
              "https://receiver.test:" + receiver.port(),
              patientAfterwards),
          "the TLS handshake timed out");
    }
    done.countDown();
  }

  /// A record of 16 KiB, sent byte by byte.
  @Test
  void drippingHandshakeIsCutOff() throws Exception {
    assertUnreachable(
        secureTo(
            socket -> {
              socket.getOutputStream().write(HexFormat.of().parseHex("1603034000"));
              drip(socket.getOutputStream(), "", 0);
            }),
        "no complete answer within 0 s");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00000000000000000000", // no TLS at all
        "485454502f312e3120343030204261640d0a0d0a", // HTTP/1.1 400 Bad
        "15030300020228", // an alert: handshake failure
        "15030300020250", // an alert: internal error
        "1603030004020000ff", // a ServerHello that is broken off
        "ff"
      })
  void garbageInsteadOfAHandshakeIsUnreachable(String hex) throws Exception {
    assertUnreachable(
        secureTo(
            socket -> {
              socket.getOutputStream().write(HexFormat.of().parseHex(hex));
              socket.shutdownOutput();
              socket.getInputStream().readAllBytes();
            }),
        "the TLS connection failed");
  }

  @Test
  void certificateForAnotherNameIsUnreachable(@TempDir Path folder) throws Exception {
    try (TlsReceiver receiver = new TlsReceiver(folder)) {
      assertUnreachable(
          secure(receiver.trust(), "https://other.test:" + receiver.port()),
          "the certificate is for another name");
      assertUnreachable(
          secure(receiver.trust(), "https://127.0.0.1:" + receiver.port()),
          "the certificate is for another name");
    }
  }

  @Test
  void untrustedCertificateIsUnreachable(@TempDir Path folder) throws Exception {
    try (TlsReceiver receiver = new TlsReceiver(folder)) {
      assertUnreachable(
          secure(SSLContext.getDefault(), "https://receiver.test:" + receiver.port()),
          "the certificate is not trusted");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "301, Location",
    "302, Location",
    "303, Location",
    "307, Location",
    "308, Location",
    "300, Location",
    "201, Location",
    "200, Refresh",
    "305, Location"
  })
  void redirectIsAnAnswerAndNotFollowed(int status, String header) throws Exception {
    try (RecordingReceiver receiver = new RecordingReceiver();
        RecordingReceiver inside = new RecordingReceiver()) {
      for (String target :
          new String[] {
            inside.url(),
            "//127.0.0.1:" + inside.port() + "/",
            "http://169.254.169.254/latest/meta-data/",
            "file:///etc/passwd",
            "/elsewhere"
          }) {
        receiver.received.clear();
        receiver.answer(
            exchange -> {
              exchange.getResponseHeaders().set(header, target);
              exchange.sendResponseHeaders(status, -1);
            });
        assertThat(post(receiver.url()))
            .isInstanceOfSatisfying(
                ExchangeResult.Answered.class,
                answered -> {
                  assertThat(answered.statusCode()).isEqualTo(status);
                  assertThat(answered.address()).isEqualTo("127.0.0.1:" + receiver.port());
                });
        assertThat(receiver.received).hasSize(1);
        assertThat(inside.received).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401, WWW-Authenticate, Basic realm=x",
    "407, Proxy-Authenticate, Basic realm=x",
    "408, Connection, close",
    "421, Alt-Svc, 'h2=\":443\"'",
    "425, Retry-After, 0",
    "429, Retry-After, 0",
    "503, Retry-After, 0"
  })
  void requestToRetryIsIgnored(int status, String header, String value) throws Exception {
    try (RecordingReceiver receiver = new RecordingReceiver()) {
      receiver.answer(
          exchange -> {
            exchange.getResponseHeaders().set(header, value);
            exchange.sendResponseHeaders(status, -1);
          });
      assertThat(post(receiver.url()))
          .isInstanceOfSatisfying(
              ExchangeResult.Answered.class,
              answered -> assertThat(answered.statusCode()).isEqualTo(status));
      assertThat(receiver.received).hasSize(1);
    }
  }

  @Test
  void cookieIsNotSentBack() throws Exception {
    try (RecordingReceiver receiver = new RecordingReceiver();
        ReceiverExchange exchange =
            TestExchange.with(ReceiverRules.LOCAL, TestExchange.LOOPBACK, TestExchange.PATIENT)) {
      receiver.answer(
          answer -> {
            answer.getResponseHeaders().set("Set-Cookie", "a=b");
            answer.sendResponseHeaders(200, -1);
          });
      exchange.post(TestExchange.request(receiver.url()));
      exchange.post(TestExchange.request(receiver.url()));
      assertThat(receiver.received).hasSize(2);
      assertThat(receiver.received.getLast().headers())
          .doesNotContainKeys("Cookie", "Expect", "Accept-Encoding", "User-Agent", "Upgrade");
    }
  }

  /// Until the other side closes the connection.
  private static void drip(OutputStream out, String beginning, int drop)
      throws IOException, InterruptedException {
    out.write(beginning.getBytes(StandardCharsets.US_ASCII));
    while (true) {
      out.write(drop);
      out.flush();
      Thread.sleep(50); // slow, but neither silent nor finished
    }
  }

  private static ExchangeResult postTo(RawReceiver.Script script) throws Exception {
    try (RawReceiver receiver = new RawReceiver(script)) {
      ExchangeResult result = post(receiver.url());
      assertThat(receiver.connections).hasValue(1);
      return result;
    }
  }

  private static ExchangeResult secureTo(RawReceiver.Script script) throws Exception {
    try (RawReceiver receiver = new RawReceiver(script)) {
      ExchangeResult result =
          secure(SSLContext.getDefault(), "https://receiver.test:" + receiver.port());
      assertThat(receiver.connections).hasValue(1);
      return result;
    }
  }

  private static ExchangeResult post(String url) throws Exception {
    return secure(SSLContext.getDefault(), url);
  }

  private static ExchangeResult secure(SSLContext trust, String url) throws Exception {
    return secure(trust, url, TestExchange.SHORT);
  }

  private static ExchangeResult secure(SSLContext trust, String url, ExchangeLimits limits)
      throws Exception {
    ReceiverVetting vetting = new ReceiverVetting(ReceiverRules.LOCAL, TestExchange.LOOPBACK);
    try (ReceiverExchange exchange = TestExchange.with(vetting, limits, trust)) {
      return exchange.post(TestExchange.request(url));
    }
  }
}
