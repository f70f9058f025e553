package io.cdrwebhooks.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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
  void textHasNoCiphertext() {
    assertThat(certificate(Optional.empty()).toString()).doesNotContain("c2VhbGVk");
  }

  private static ClientCertificate certificate(Optional<Instant> warnedAt) {
    return new ClientCertificate("chain", new SealedSignature("key", "c2VhbGVk"), END, warnedAt);
  }
}
