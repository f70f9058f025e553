package io.cdrwebhooks.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests which client certificates can be used, and their PEM.
@Tag("slow")
class TlsIdentityTest {
  @TempDir private static Path folder;
  private static TlsIdentity issued;
  private static TlsIdentity rsa;

  @BeforeAll
  static void makeIdentities() throws Exception {
    issued = TestIdentity.issued(folder, "client");
    rsa = TestIdentity.selfSigned(folder, "rsa", "-keyalg", "RSA", "-keysize", "4096");
  }

  @Test
  void textHasTheCertificatesAndNothingElse() throws Exception {
    String pasted =
        "subject=CN=client\n"
            + TestIdentity.keyText(issued)
            + PemBlocks.text(issued.chain()).replace("\n", "\r\n");

    List<X509Certificate> chain = PemBlocks.certificates(pasted);

    assertThat(chain).isEqualTo(issued.chain()).hasSize(2);
    assertThat(PemBlocks.text(chain)).doesNotContain("PRIVATE", "subject");
  }

  @Test
  void keyIsReadWithItsAlgorithm() throws Exception {
    assertThat(PemBlocks.privateKey(TestIdentity.keyText(issued), "EC")).isEqualTo(issued.key());
    assertThat(PemBlocks.privateKey(TestIdentity.keyText(rsa), "RSA")).isEqualTo(rsa.key());
    for (String text : List.of("", "-----BEGIN PRIVATE KEY-----", TestIdentity.keyText(rsa))) {
      assertThatThrownBy(() -> PemBlocks.privateKey(text, "EC"))
          .isInstanceOf(GeneralSecurityException.class);
    }
  }

  @Test
  void keyBelongsToItsCertificate() {
    assertThat(issued.keyMatchesCertificate()).isTrue();
    assertThat(rsa.keyMatchesCertificate()).isTrue();
    assertThat(new TlsIdentity(issued.chain(), rsa.key()).keyMatchesCertificate()).isFalse();
    assertThat(new TlsIdentity(issued.chain().reversed(), issued.key()).keyMatchesCertificate())
        .isFalse();
  }

  @Test
  void chainIsRefusedByTheRuleThatItBreaks() {
    Instant now = Instant.now();
    List<X509Certificate> chain = issued.chain();

    assertThat(TlsIdentity.refusal(chain, now)).isEmpty();
    assertThat(TlsIdentity.refusal(rsa.chain(), now)).isEmpty();
    assertThat(TlsIdentity.refusal(List.of(), now).orElseThrow()).contains("1 to 4 certificates");
    assertThat(TlsIdentity.refusal(Collections.nCopies(5, chain.getFirst()), now).orElseThrow())
        .contains("1 to 4 certificates: 5");
    assertThat(TlsIdentity.refusal(chain.reversed(), now).orElseThrow())
        .contains("before that of its issuer");
    assertThat(TlsIdentity.refusal(chain, now.plus(Duration.ofDays(61))).orElseThrow())
        .contains("must not have expired");
    assertThat(TlsIdentity.refusal(chain, now.minus(Duration.ofDays(1))).orElseThrow())
        .contains("must be valid now");
  }

  @Test
  void chainEndsWithTheFirstOfItsCertificates() throws Exception {
    List<X509Certificate> chain = TestIdentity.issuedFor(folder, "client", 10).chain();
    Instant end = chain.getLast().getNotAfter().toInstant();

    assertThat(end).isBefore(chain.getFirst().getNotAfter().toInstant());
    assertThat(TlsIdentity.notAfter(chain)).isEqualTo(end);
    assertThat(TlsIdentity.refusal(chain, end.minusSeconds(1))).isEmpty();
    assertThat(TlsIdentity.refusal(chain, end).orElseThrow())
        .isEqualTo("must not have expired: " + end);
  }

  @Test
  void otherKeysAreRefused() throws Exception {
    TlsIdentity edwards = TestIdentity.selfSigned(folder, "ed", "-keyalg", "Ed25519");
    TlsIdentity small = TestIdentity.selfSigned(folder, "s", "-keyalg", "RSA", "-keysize", "1024");
    for (TlsIdentity other : List.of(edwards, small)) {
      assertThat(TlsIdentity.refusal(other.chain(), Instant.now()).orElseThrow())
          .contains("RSA with 2,048 to 4,096 bits, or of EC");
    }
  }

  @Test
  void textOfAnIdentityHasNoKey() {
    assertThat(issued).hasToString("TlsIdentity[subject=CN=client]");
  }
}
