package io.cdrwebhooks.link;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.testing.Samples;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileReceiptTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"", "0a", "0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A"})
  void digestHas64LowerCaseHexadecimalDigits(String sha256) {
    assertThatThrownBy(() -> new FileReceipt(Samples.NOW, sha256))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sha256 must be 64 lower-case hexadecimal digits: " + sha256);
  }
}
