package io.cdrwebhooks.dispatch.attempt;

import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static io.cdrwebhooks.dispatch.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.ClientCertificate;
import io.cdrwebhooks.configuration.GatewayCredentials;
import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.gateway.PemBlocks;
import io.cdrwebhooks.gateway.TestIdentity;
import io.cdrwebhooks.gateway.TlsIdentity;
import io.cdrwebhooks.notice.Notice;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests the notices about a client certificate that expires. Attempts find it.
class ExpiringCertificateTest {
  private static final Instant END = START.plus(Duration.ofDays(40));

  @TempDir private static Path folder;
  private static TlsIdentity identity;

  @AutoClose private final DispatchSystem system = new DispatchSystem().withTask();

  @BeforeAll
  static void makeIdentity() throws Exception {
    identity = TestIdentity.selfSigned(folder, "client");
  }

  private void arriveAt(Instant at, String name) throws IOException {
    system.now = at;
    assertThat(system.invoke(event(system.put(name, name)))).isEmpty();
  }

  private void give() {
    String key = Base64.getEncoder().encodeToString(identity.key().getEncoded());
    ClientCertificate certificate =
        new ClientCertificate(
            PemBlocks.text(identity.chain()),
            new SealedSignature(DispatchSystem.HEADER, key),
            END,
            Optional.empty());
    system.give(new GatewayCredentials(List.of(), Optional.of(certificate)));
  }

  private List<Notice.CertificateExpiring> notices() {
    return system.notices.stream()
        .filter(Notice.CertificateExpiring.class::isInstance)
        .map(Notice.CertificateExpiring.class::cast)
        .toList();
  }

  @Test
  void oneNoticeThirtyDaysBeforeAndOneWhenItHasExpired() throws IOException {
    give();
    Instant updatedAt = system.configuration().updatedAt();

    arriveAt(END.minus(Duration.ofDays(31)), "tx-31.zip");
    assertThat(notices()).isEmpty();
    for (int days = 30; days > 0; days -= 10) {
      arriveAt(END.minus(Duration.ofDays(days)), "tx-" + days + ".zip");
      assertThat(notices()).as("%s days before", days).hasSize(1);
    }
    arriveAt(END, "tx-end.zip");
    arriveAt(END.plus(Duration.ofDays(1)), "tx-after.zip");

    assertThat(notices()).hasSize(2);
    assertThat(notices().getFirst().configuration()).isEqualTo(CONFIGURATION);
    assertThat(notices().getFirst().notAfter()).isEqualTo(END);
    assertThat(system.configuration().updatedAt()).isEqualTo(updatedAt);
    assertThat(system.receiver.received).hasSize(6);
  }

  @Test
  void configurationWithoutACertificateGetsNone() throws IOException {
    arriveAt(END, "tx00001.zip");

    assertThat(notices()).isEmpty();
  }
}
