package io.cdrwebhooks.dispatch.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.GatewayCredentials;
import io.cdrwebhooks.delivery.WebhookRequest;
import io.cdrwebhooks.gateway.TestIdentity;
import io.cdrwebhooks.gateway.TlsIdentity;
import io.cdrwebhooks.receiver.ReceiverRules;
import io.cdrwebhooks.receiver.ReceiverVetting;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests exchanges with receivers that require a client certificate.
@Tag("slow")
@Timeout(60)
class ClientCertificateTest {
  private static final String REFUSED =
      "the receiver refused the client certificate, or requires one";

  @TempDir private static Path folder;
  private static TlsIdentity selfSigned;
  private static TlsIdentity issued;
  private static TlsIdentity other;

  @BeforeAll
  static void makeIdentities() throws Exception {
    selfSigned = TestIdentity.selfSigned(folder, "client");
    issued = TestIdentity.issued(folder, "client");
    other = TestIdentity.selfSigned(folder, "other");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void selfSignedCertificateThatTheReceiverKnowsPasses(String protocol) throws Exception {
    try (TlsReceiver receiver = receiver(selfSigned, protocol)) {
      ExchangeResult result = post(receiver, Optional.of(selfSigned));

      assertThat(result)
          .isInstanceOfSatisfying(
              ExchangeResult.Answered.class,
              answered -> assertThat(answered.statusCode()).isEqualTo(204));
      assertThat(receiver.clients).containsExactly("CN=client");
    }
  }

  /// The receiver knows only the authority.
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void certificateOfAPrivateAuthorityPasses(String protocol) throws Exception {
    TlsIdentity authority = new TlsIdentity(issued.chain().subList(1, 2), issued.key());
    try (TlsReceiver receiver = receiver(authority, protocol)) {
      assertThat(post(receiver, Optional.of(issued))).isInstanceOf(ExchangeResult.Answered.class);
      assertThat(receiver.clients).containsExactly("CN=client");
    }
  }

  /// TLS 1.2 has no alert for a missing certificate.
  @ParameterizedTest
  @CsvSource({"TLSv1.2, the TLS connection failed", "TLSv1.3, '" + REFUSED + "'"})
  void requestWithoutACertificateIsRefused(String protocol, String reason) throws Exception {
    try (TlsReceiver receiver = receiver(selfSigned, protocol)) {
      TestExchange.assertUnreachable(post(receiver, Optional.empty()), reason);
      assertThat(receiver.clients).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void otherCertificateIsRefused(String protocol) throws Exception {
    try (TlsReceiver receiver = receiver(selfSigned, protocol)) {
      TestExchange.assertUnreachable(post(receiver, Optional.of(other)), REFUSED);
      assertThat(receiver.clients).isEmpty();
    }
  }

  /// A resumed session would carry the certificate of another configuration.
  @Test
  void certificateIsUsedForItsOwnRequestsOnly() throws Exception {
    try (TlsReceiver receiver = receiver(selfSigned, "TLSv1.3");
        ReceiverExchange exchange = exchange(receiver)) {
      assertThat(exchange.post(request(receiver, Optional.of(selfSigned))))
          .isInstanceOf(ExchangeResult.Answered.class);
      TestExchange.assertUnreachable(exchange.post(request(receiver, Optional.empty())), REFUSED);
      TestExchange.assertUnreachable(exchange.post(request(receiver, Optional.of(other))), REFUSED);
      assertThat(receiver.clients).containsExactly("CN=client");
    }
  }

  private static TlsReceiver receiver(TlsIdentity known, String protocol) throws Exception {
    return new TlsReceiver(folder, known.chain().getFirst(), protocol);
  }

  private static ExchangeResult post(TlsReceiver receiver, Optional<TlsIdentity> identity)
      throws Exception {
    try (ReceiverExchange exchange = exchange(receiver)) {
      return exchange.post(request(receiver, identity));
    }
  }

  private static ReceiverExchange exchange(TlsReceiver receiver) {
    InstantSource clock = InstantSource.system();
    return new ReceiverExchange(
        new ReceiverVetting(ReceiverRules.LOCAL, TestExchange.LOOPBACK),
        ReceiverHttp.create(TestExchange.PATIENT, receiver::trust, receiver::managers),
        TestExchange.PATIENT,
        new EgressWatch(Optional.empty(), clock),
        clock);
  }

  private static WebhookRequest request(TlsReceiver receiver, Optional<TlsIdentity> identity) {
    return TestExchange.request("https://receiver.test:" + receiver.port())
        .with(new GatewayCredentials.Opened(List.of(), identity));
  }
}
