package io.cdrwebhooks.local.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.configuration.SignatureVault.Purpose;
import io.cdrwebhooks.configuration.SignatureVaultContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalKeyFileVaultTest implements SignatureVaultContract {
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir private Path folder;

  @Override
  public SignatureVault vault() {
    return open("key");
  }

  @Test
  void missingKeyFileIsCreatedForItsOwnerOnly() throws IOException {
    open("new/folder/key");

    Path file = folder.resolve("new/folder/key");
    assertThat(Base64.getDecoder().decode(Files.readString(file))).hasSize(32);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var left = Files.list(file.getParent())) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void existingKeyIsKept() {
    SealedSignature sealed = open("key").seal(KEY, MINE, Purpose.SIGNATURE);

    assertThat(open("key").open(sealed, MINE, Purpose.SIGNATURE)).isEqualTo(KEY);
  }

  /// Its ciphertext was made elsewhere, with the id alone.
  @Test
  void signatureThatAnEarlierVersionStoredOpens() throws IOException {
    Files.writeString(folder.resolve("kept"), "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
    SealedSignature kept =
        new SealedSignature(
            "local:630dcd29", "ZGVmZ2hpamtsbW5vG3i2CrpVJe1bDnKPvw0PlC/LJ2R3jRMGC2ZW5RmwXDnd");

    assertThat(open("kept").open(kept, MINE, Purpose.SIGNATURE)).isEqualTo(KEY);
  }

  @Test
  void keyIdIsDifferentForEachKeyAndHidesIt() throws IOException {
    String keyId = open("key").seal(KEY, MINE, Purpose.SIGNATURE).keyId();

    assertThat(keyId).matches("local:[0-9a-f]{8}");
    assertThat(keyId).isNotEqualTo(open("other").seal(KEY, MINE, Purpose.SIGNATURE).keyId());
    assertThat(Files.readString(folder.resolve("key"))).doesNotContain(keyId.substring(6));
  }

  @Test
  void signatureOfAnotherKeyIsRefused() {
    SealedSignature sealed = open("other").seal(KEY, MINE, Purpose.SIGNATURE);

    refuses(sealed, MINE);
    refuses(
        new SealedSignature(
            vault().seal(KEY, MINE, Purpose.SIGNATURE).keyId(), sealed.ciphertext()),
        MINE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "c2hvcnQ=", "s3cret!! not base64"})
  void fileWithoutAKeyIsRefusedAndNotShown(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("broken"), content);

    assertThatThrownBy(() -> LocalKeyFileVault.open(file, RANDOM))
        .isInstanceOf(IOException.class)
        .hasNoCause()
        .message()
        .contains("broken")
        .doesNotContain("s3cret");
    assertThat(file).hasContent(content);
  }

  private SignatureVault open(String name) {
    try {
      return LocalKeyFileVault.open(folder.resolve(name), RANDOM);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
