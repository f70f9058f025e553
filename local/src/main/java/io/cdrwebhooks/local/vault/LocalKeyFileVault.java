package io.cdrwebhooks.local.vault;

import io.cdrwebhooks.aws.kms.SealedSignatureException;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.configuration.SignatureVault.Purpose;
import io.cdrwebhooks.hash.Sha256;
import io.cdrwebhooks.local.start.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts Signatures with a key in a file, for the local system, which has no KMS.
///
/// It uses AES-256 in Galois/Counter Mode. A random nonce of 96 bits precedes the ciphertext. The
/// authenticated data is the configuration's id and, except for Signatures, the purpose of the
/// secret. Source: NIST SP 800-38D.
public final class LocalKeyFileVault implements SignatureVault {
  private static final String ALGORITHM = "AES/GCM/NoPadding";
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKey key;
  private final String keyId;
  private final SecureRandom random;

  private LocalKeyFileVault(byte[] key, SecureRandom random) {
    this.key = new SecretKeySpec(key, "AES");
    this.keyId = "local:" + Sha256.hex(key).substring(0, 8);
    this.random = random;
  }

  /// Opens the vault of a key file: 32 bytes in base64. Creates a missing file, which only its
  /// owner can read.
  ///
  /// @throws IOException if the file cannot be created or read, or has no such key
  public static LocalKeyFileVault open(Path keyFile, SecureRandom random) throws IOException {
    byte[] fresh = new byte[KEY_BYTES];
    random.nextBytes(fresh);
    String text = PrivateFile.kept(keyFile, () -> Base64.getEncoder().encodeToString(fresh));
    byte[] key;
    try {
      key = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      // The cause would show a character of the file's content.
      throw new IOException("key file must contain base64: " + keyFile);
    }
    if (key.length != KEY_BYTES) {
      throw new IOException(
          "key must have " + KEY_BYTES + " bytes: " + key.length + " in " + keyFile);
    }
    return new LocalKeyFileVault(key, random);
  }

  @Override
  public SealedSignature seal(
      SignatureKey signature, ConfigurationId configuration, Purpose purpose) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, context(configuration, purpose));
      byte[] encrypted = cipher.doFinal(signature.bytes());
      byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + encrypted.length);
      System.arraycopy(encrypted, 0, sealed, NONCE_BYTES, encrypted.length);
      return new SealedSignature(keyId, Base64.getEncoder().encodeToString(sealed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JVM must support AES-GCM", e);
    }
  }

  @Override
  public SignatureKey open(
      SealedSignature signature, ConfigurationId configuration, Purpose purpose) {
    if (!signature.keyId().equals(keyId)) {
      throw new SealedSignatureException(
          "a Signature of %s is encrypted with %s, but the key here is %s"
              .formatted(configuration, signature.keyId(), keyId));
    }
    try {
      byte[] sealed = Base64.getDecoder().decode(signature.ciphertext());
      if (sealed.length < NONCE_BYTES) {
        throw new SealedSignatureException(
            "encrypted Signature of %s is too short: %d bytes"
                .formatted(configuration, sealed.length));
      }
      byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, context(configuration, purpose));
      byte[] opened = cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
      return new SignatureKey(new String(opened, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new SealedSignatureException(
          "%s cannot decrypt a secret of %s as %s".formatted(keyId, configuration, purpose), e);
    }
  }

  /// Returns the authenticated data. An id contains no space. Signatures have no purpose there,
  /// because the first stored Signatures have none.
  private static String context(ConfigurationId configuration, Purpose purpose) {
    return switch (purpose) {
      case SIGNATURE -> configuration.value();
      case REQUEST_HEADER -> configuration + " request-header";
      case CLIENT_KEY -> configuration + " client-key";
    };
  }

  private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(ALGORITHM);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
