package io.cdrwebhooks.dispatch.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.receiver.NameResolver;
import io.cdrwebhooks.receiver.ReceiverRules;
import io.cdrwebhooks.receiver.ReceiverVetting;
import io.cdrwebhooks.testing.Interruption;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests which addresses an exchange connects to, and how long it waits for names.
@Timeout(20)
class VettedAddressTest {
  @Test
  void connectsToTheVettedAddressAndNamesTheHost() throws Exception {
    try (RecordingReceiver receiver = new RecordingReceiver()) {
      String url = "http://receiver.test:" + receiver.port() + "/hook/%C3%BC?a=b%20c";
      assertThat(TestExchange.post(url, ReceiverRules.LOCAL, TestExchange.LOOPBACK))
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
      assertThat(
              TestExchange.post(
                  "http://receiver.test:" + receiver.port(), ReceiverRules.LOCAL, rebinding))
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
      assertThat(TestExchange.post(url, new ReceiverRules(true, false, List.of()), rebinding))
          .isInstanceOf(ExchangeResult.Blocked.class);
      assertThat(receiver.received).isEmpty();
    }
  }

  @Test
  void nextVettedAddressIsTriedWhenOneRefuses() throws Exception {
    try (RecordingReceiver receiver = new RecordingReceiver()) {
      NameResolver two =
          host -> List.of(InetAddress.ofLiteral("127.0.0.9"), InetAddress.ofLiteral("127.0.0.1"));
      assertThat(
              TestExchange.post(
                  "http://receiver.test:" + receiver.port(), ReceiverRules.LOCAL, two))
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
      assertThat(TestExchange.post("http://receiver.test:" + receiver.port(), rules, resolver))
          .isInstanceOf(ExchangeResult.Blocked.class);
      assertThat(receiver.received).isEmpty();
    }
  }

  @Test
  void oneBadAddressAmongGoodOnesBlocksTheName() throws Exception {
    NameResolver mixed =
        host -> List.of(InetAddress.ofLiteral("93.184.215.14"), InetAddress.ofLiteral("127.0.0.1"));
    assertThat(TestExchange.post("https://receiver.test", ReceiverRules.PRODUCTION, mixed))
        .isInstanceOf(ExchangeResult.Blocked.class);
  }

  @Test
  void hostThatWasTakenOffTheListIsBlockedWithoutAConnection() throws Exception {
    try (RecordingReceiver receiver = new RecordingReceiver()) {
      String url = "http://receiver.test:" + receiver.port();
      for (String allowed : List.of("receiver.test", "other.test")) {
        ReceiverRules rules = new ReceiverRules(true, true, List.of(), List.of(allowed));
        assertThat(TestExchange.post(url, rules, TestExchange.LOOPBACK))
            .isInstanceOf(
                allowed.equals("receiver.test")
                    ? ExchangeResult.Answered.class
                    : ExchangeResult.Blocked.class);
      }
      assertThat(receiver.received).hasSize(1);
    }
  }

  @Test
  void plainHttpIsBlockedWhereTheDeploymentDoesNotAllowIt() throws Exception {
    assertThat(
            TestExchange.post(
                "http://receiver.test:8443", ReceiverRules.PRODUCTION, TestExchange.LOOPBACK))
        .isEqualTo(new ExchangeResult.Blocked("the URL must be https"));
  }

  @Test
  void unknownNameIsUnreachable() throws Exception {
    NameResolver unknown =
        host -> {
          throw new UnknownHostException(host);
        };
    TestExchange.assertUnreachable(
        TestExchange.post("https://receiver.test", ReceiverRules.LOCAL, unknown),
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
    TestExchange.assertUnreachable(
        TestExchange.post(
            "https://receiver.test", ReceiverRules.LOCAL, hanging, TestExchange.SHORT),
        "the name was not resolved within 300 ms");
    never.countDown();
  }

  /// Names that hang on every processor at once, each blocking its thread.
  @Test
  void hangingNamesDoNotDelayOtherExchanges() throws Exception {
    int hanging = Runtime.getRuntime().availableProcessors() + 2;
    CountDownLatch begun = new CountDownLatch(hanging);
    PinnedThread.release = new CountDownLatch(1);
    NameResolver resolver =
        host -> {
          if (host.startsWith("hanging")) {
            begun.countDown();
            PinnedThread.hang();
          }
          return TestExchange.LOOPBACK.resolve(host);
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
      assertThat(
              Interruption.ends(
                  () -> exchange.post(TestExchange.request("https://receiver.test")), begun))
          .isTrue();
    } finally {
      never.countDown();
    }
  }
}
