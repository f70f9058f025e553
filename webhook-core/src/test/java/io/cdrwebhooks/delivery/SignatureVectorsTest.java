package io.cdrwebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.testing.SignatureVector;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Tests against vectors made with PHP's `hash_hmac`, the specification's language.
class SignatureVectorsTest {
  static Stream<SignatureVector> vectors() throws IOException {
    List<SignatureVector> vectors = SignatureVector.ofThePlatform();
    assertThat(vectors).hasSizeGreaterThanOrEqualTo(8);
    return vectors.stream();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void xCdrSignatureIsWhatPhpComputes(SignatureVector vector) {
    assertThat(PayloadSignatures.xCdrSignature(vector.key(), vector.body()))
        .isEqualTo(vector.header("X-CDR-Signature"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void webhookSignatureIsTheStandardOne(SignatureVector vector) {
    assertThat(standard(vector, List.of(vector.key())))
        .isEqualTo(vector.header("webhook-signature"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void bothKeysSignDuringTheirOverlap(SignatureVector vector) {
    SignatureKey other = new SignatureKey("another key in force");
    assertThat(standard(vector, List.of(other, vector.key())).split(" "))
        .hasSize(2)
        .contains(vector.header("webhook-signature"));
  }

  private static String standard(SignatureVector vector, List<SignatureKey> keys) {
    return PayloadSignatures.webhookSignature(
        keys,
        vector.header("webhook-id"),
        Long.parseLong(vector.header("webhook-timestamp")),
        vector.body());
  }
}
