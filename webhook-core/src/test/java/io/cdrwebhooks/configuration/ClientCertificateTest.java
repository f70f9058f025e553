package io.cdrwebhooks.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.gateway.TestIdentity;
import io.cdrwebhooks.gateway.TlsIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests when operators get notices of a certificate that expires, and that its text has no key.
class ClientCertificateTest {
  private static final Instant END = Instant.parse("2026-06-30T00:00:00Z");

  /// `warned` and `now` are days before the end; `warned` is empty if no notice was sent.
  @ParameterizedTest
  @CsvSource({
    ",31,false",
    ",30,true",
    ",1,true",
    ",0,true",
    ",-5,true",
    "30,29,false",
    "30,1,false",
    "30,0,true",
    "30,-5,true",
    "0,-1,false",
    "-5,-6,false"
  })
  void noticeIsDueThirtyDaysBeforeAndAtTheEnd(Integer warned, int now, boolean due) {
    ClientCertificate certificate =
        certificate(Optional.ofNullable(warned).map(days -> END.minus(Duration.ofDays(days))));

    assertThat(certificate.mustWarn(END.minus(Duration.ofDays(now)))).isEqualTo(due);
  }

  @Test
  void endOfTheChainIsStored(@TempDir Path folder) throws Exception {
    TlsIdentity identity = TestIdentity.issuedFor(folder, "client", 10);

    ClientCertificate stored =
        ClientCertificate.seal(identity, new OneSecret(), ConfigurationId.of(new UUID(0, 1)));

    assertThat(stored.notAfter()).isEqualTo(identity.chain().getLast().getNotAfter().toInstant());
  }

  /// Seals everything as the same text.
  private static final class OneSecret implements SignatureVault {
    @Override
    public SealedSignature seal(SignatureKey key, ConfigurationId configuration, Purpose purpose) {
      return new SealedSignature("key", "c2VhbGVk");
    }

    @Override
    public SignatureKey open(
        SealedSignature signature, ConfigurationId configuration, Purpose purpose) {
      throw new UnsupportedOperationException("nothing is opened here");
    }
  }

  @Test
  void textHasNoCiphertext() {
    assertThat(certificate(Optional.empty()).toString()).doesNotContain("c2VhbGVk");
  }

  private static ClientCertificate certificate(Optional<Instant> warnedAt) {
    return new ClientCertificate("chain", new SealedSignature("key", "c2VhbGVk"), END, warnedAt);
  }
}
