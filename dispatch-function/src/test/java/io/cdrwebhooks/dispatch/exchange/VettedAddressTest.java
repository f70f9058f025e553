package io.cdrwebhooks.dispatch.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.receiver.NameResolver;
import io.cdrwebhooks.receiver.ReceiverRules;
import io.cdrwebhooks.receiver.ReceiverVetting;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
  @ValueSource(strings = {"127.0.0.1", "169.254.169.254", "fd00:ec2::254", "2002:7f00:1::"})
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
}
