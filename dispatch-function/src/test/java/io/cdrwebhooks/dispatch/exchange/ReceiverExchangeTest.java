package io.cdrwebhooks.dispatch.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.receiver.NameResolver;
import io.cdrwebhooks.receiver.ReceiverRules;
import io.cdrwebhooks.receiver.ReceiverVetting;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class ReceiverExchangeTest {
  private static final NameResolver LOOPBACK = TestExchange.LOOPBACK;

  private static final byte[] KEPT_ANSWER =
      "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nOK"
          .getBytes(StandardCharsets.ISO_8859_1);

  @Test
  void connectsToTheVettedAddressAndNamesTheHost() throws Exception {
    try (RecordingReceiver receiver = new RecordingReceiver()) {
      String url = "http://receiver.test:" + receiver.port() + "/hook/%C3%BC?a=b%20c";
      assertThat(post(url, ReceiverRules.LOCAL, LOOPBACK))
          .isInstanceOfSatisfying(
              ExchangeResult.Answered.class,
              answered -> {
                assertThat(answered.statusCode()).isEqualTo(200);
                assertThat(answered.address()).isEqualTo("127.0.0.1:" + receiver.port());
              });
      assertThat(receiver.received.getFirst().headers())
          .containsEntry("Host", "receiver.test:" + receiver.port());
      assertThat(receiver.received.getFirst().path()).isEqualTo("/hook/%C3%BC?a=b%20c");
      assertThat(receiver.received.getFirst().body()).asString().isEqualTo("{}");
    }
  }

  /// A name that resolves to another address right after vetting gains nothing.
  @Test
  void attemptResolvesOnceAndConnectsToTheVettedAddress() throws Exception {
    List<String> answers = new CopyOnWriteArrayList<>(List.of("127.0.0.1", "127.0.0.9", "::1"));
    NameResolver rebinding = host -> List.of(InetAddress.ofLiteral(answers.removeFirst()));
    try (RecordingReceiver receiver = new RecordingReceiver()) {
      assertThat(post("http://receiver.test:" + receiver.port(), ReceiverRules.LOCAL, rebinding))
          .isInstanceOfSatisfying(
              ExchangeResult.Answered.class,
              answered -> assertThat(answered.address()).isEqualTo("127.0.0.1:" + receiver.port()));
      assertThat(answers).containsExactly("127.0.0.9", "::1");
      assertThat(receiver.received).hasSize(1);
    }
  }

  /// A name may be public when its configuration is saved and private later.
  @Test
  void nameThatBecamePrivateIsBlocked() throws Exception {
    List<String> answers = new CopyOnWriteArrayList<>(List.of("93.184.215.14", "127.0.0.1"));
    NameResolver rebinding = host -> List.of(InetAddress.ofLiteral(answers.removeFirst()));
    try (RecordingReceiver receiver = new RecordingReceiver();
        ReceiverVetting saving =
            new ReceiverVetting(new ReceiverRules(true, false, List.of()), rebinding)) {
      String url = "http://receiver.test:" + receiver.port();
      assertThat(saving.vet(TestExchange.request(url).url(), ReceiverVetting.STANDARD_LIMIT))
          .isInstanceOf(ReceiverVetting.Judgement.Allowed.class);
      assertThat(post(url, new ReceiverRules(true, false, List.of()), rebinding))
          .isInstanceOf(ExchangeResult.Blocked.class);
      assertThat(receiver.received).isEmpty();
    }
  }

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
      assertThat(post(receiver.url(), ReceiverRules.LOCAL, LOOPBACK))
          .isInstanceOf(ExchangeResult.Answered.class);
      assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
    }
  }

  @Test
  void requestSaysThatTheConnectionIsNotKept() throws Exception {
    try (RecordingReceiver receiver = new RecordingReceiver()) {
      post("http://receiver.test:" + receiver.port(), ReceiverRules.LOCAL, LOOPBACK);
      assertThat(receiver.received.getFirst().headers()).containsEntry("Connection", "close");
    }
  }

  @Test
  void nextVettedAddressIsTriedWhenOneRefuses() throws Exception {
    try (RecordingReceiver receiver = new RecordingReceiver()) {
      NameResolver two =
          host -> List.of(InetAddress.ofLiteral("127.0.0.9"), InetAddress.ofLiteral("127.0.0.1"));
      assertThat(post("http://receiver.test:" + receiver.port(), ReceiverRules.LOCAL, two))
          .isInstanceOfSatisfying(
              ExchangeResult.Answered.class,
              answered -> assertThat(answered.address()).isEqualTo("127.0.0.1:" + receiver.port()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "192.168.1.1",
        "100.64.0.1",
        "0.0.0.0",
        "::1",
        "fd00:ec2::254",
        "fe80::1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::"
      })
  void addressThatIsNotPublicIsBlockedWithoutAConnection(String address) throws Exception {
    try (RecordingReceiver receiver = new RecordingReceiver()) {
      NameResolver resolver = host -> List.of(InetAddress.ofLiteral(address));
      ReceiverRules rules = new ReceiverRules(true, false, List.of());
      assertThat(post("http://receiver.test:" + receiver.port(), rules, resolver))
          .isInstanceOf(ExchangeResult.Blocked.class);
      assertThat(receiver.received).isEmpty();
    }
  }

  @Test
  void oneBadAddressAmongGoodOnesBlocksTheName() throws Exception {
    NameResolver mixed =
        host -> List.of(InetAddress.ofLiteral("93.184.215.14"), InetAddress.ofLiteral("127.0.0.1"));
    assertThat(post("https://receiver.test", ReceiverRules.PRODUCTION, mixed))
        .isInstanceOf(ExchangeResult.Blocked.class);
  }

  @Test
  void plainHttpIsBlockedWhereTheDeploymentDoesNotAllowIt() throws Exception {
    assertThat(post("http://receiver.test:8443", ReceiverRules.PRODUCTION, LOOPBACK))
        .isEqualTo(new ExchangeResult.Blocked("the URL must be https"));
  }

  @Test
  void unknownNameIsUnreachable() throws Exception {
    NameResolver unknown =
        host -> {
          throw new UnknownHostException(host);
        };
    assertUnreachable(
        post("https://receiver.test", ReceiverRules.LOCAL, unknown),
        "the name could not be resolved");
  }

  @Test
  void nameThatIsNotResolvedInTimeIsUnreachable() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    NameResolver hanging =
        host -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return List.of();
        };
    assertUnreachable(
        post("https://receiver.test", ReceiverRules.LOCAL, hanging),
        "the name was not resolved within 300 ms");
    never.countDown();
  }

  /// Names that hang on every processor at once, each blocking its thread.
  @Test
  void hangingNamesDelayNoOtherExchange() throws Exception {
    int hanging = Runtime.getRuntime().availableProcessors() + 2;
    CountDownLatch begun = new CountDownLatch(hanging);
    PinnedThread.release = new CountDownLatch(1);
    NameResolver resolver =
        host -> {
          if (host.startsWith("hanging")) {
            begun.countDown();
            PinnedThread.hang();
          }
          return LOOPBACK.resolve(host);
        };
    try (RecordingReceiver receiver = new RecordingReceiver();
        ReceiverExchange exchange =
            TestExchange.with(ReceiverRules.LOCAL, resolver, TestExchange.PATIENT)) {
      for (int i = 0; i < hanging; i++) {
        String url = "https://hanging%d.test".formatted(i);
        Thread.ofVirtual().start(() -> TestExchange.post(exchange, url));
      }
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      CompletableFuture<ExchangeResult> other = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(
              () ->
                  other.complete(TestExchange.post(exchange, "http://a.test:" + receiver.port())));
      assertThat(other.get(10, TimeUnit.SECONDS)).isInstanceOf(ExchangeResult.Answered.class);
    } finally {
      PinnedThread.release.countDown();
    }
  }

  @Test
  void interruptEndsAnExchangeWithAHangingLookUp() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    NameResolver hanging =
        host -> {
          begun.countDown();
          while (never.getCount() > 0) {
            try {
              never.await();
            } catch (InterruptedException e) {
              continue; // like native code
            }
          }
          return List.of();
        };
    try (ReceiverExchange exchange =
        TestExchange.with(ReceiverRules.LOCAL, hanging, TestExchange.SHORT)) {
      CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
      Thread thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      exchange.post(TestExchange.request("https://receiver.test"));
                      interrupted.complete(false);
                    } catch (InterruptedException e) {
                      interrupted.complete(true);
                    }
                  });
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      thread.interrupt();
      assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      never.countDown();
    }
  }

  @Test
  void receiverThatNeverAnswersIsCutOff() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    try (RawReceiver receiver = new RawReceiver(socket -> done.await())) {
      assertThat(post(receiver.url())).isInstanceOf(ExchangeResult.Unreachable.class);
    }
    done.countDown();
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
      assertUnreachable(post(receiver.url()), "no complete answer within 0 s");
    }
    gone.countDown();
  }

  @Test
  void hugeAnswerIsReadUpToTheLimitOnly() throws Exception {
    try (RecordingReceiver receiver = new RecordingReceiver()) {
      receiver.answer(
          exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] block = new byte[1 << 16];
            for (int i = 0; i < 1_000; i++) {
              exchange.getResponseBody().write(block);
            }
          });
      assertThat(post(receiver.url()))
          .isInstanceOfSatisfying(
              ExchangeResult.Answered.class,
              answered -> assertThat(answered.answer()).hasSize(ReceiverExchange.ANSWER_LIMIT));
    }
  }

  @Test
  void connectionClosedWithoutAnAnswerIsNotRetried() throws Exception {
    try (RawReceiver receiver = new RawReceiver(RawReceiver::readHeader)) {
      assertThat(post(receiver.url())).isInstanceOf(ExchangeResult.Unreachable.class);
      assertThat(receiver.connections).hasValue(1);
    }
  }

  @Test
  void brokenOffAnswerIsUnreachable() throws Exception {
    assertUnreachable(
        postTo("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"), "the answer was broken off");
  }

  @Test
  void endlessHeaderIsUnreachable() throws Exception {
    assertUnreachable(
        postTo("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(1_000) + "\r\n"),
        "the answer's header is too large");
  }

  @Test
  void plainReceiverBehindAnHttpsUrlIsUnreachable() throws Exception {
    try (RecordingReceiver receiver = new RecordingReceiver()) {
      assertThat(
              post(
                  "https://127.0.0.1:" + receiver.port() + "/",
                  ReceiverRules.LOCAL,
                  NameResolver.system()))
          .isInstanceOf(ExchangeResult.Unreachable.class);
      assertThat(receiver.received).isEmpty();
    }
  }

  private static ExchangeResult postTo(String answer) throws Exception {
    RawReceiver.Script script =
        socket -> {
          RawReceiver.readHeader(socket);
          socket.getInputStream().readNBytes(2);
          socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
          socket.shutdownOutput();
        };
    try (RawReceiver receiver = new RawReceiver(script)) {
      return post(receiver.url());
    }
  }

  private static void assertUnreachable(ExchangeResult result, String reason) {
    assertThat(result)
        .isInstanceOfSatisfying(
            ExchangeResult.Unreachable.class,
            unreachable -> assertThat(unreachable.reason()).isEqualTo(reason));
  }

  private static ExchangeResult post(String url) throws Exception {
    return post(url, ReceiverRules.LOCAL, NameResolver.system());
  }

  private static ExchangeResult post(String url, ReceiverRules rules, NameResolver resolver)
      throws IOException, InterruptedException {
    try (ReceiverExchange exchange = TestExchange.with(rules, resolver, TestExchange.SHORT)) {
      return exchange.post(TestExchange.request(url));
    }
  }
}
