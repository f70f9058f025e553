package io.cdrwebhooks.local.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.cdrwebhooks.local.start.PrivateFile;
import io.cdrwebhooks.local.start.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.text.ParseException;

/// The key pair that signs the tokens of the local API. Only the file that stores the pair contains
/// its private half in plain text.
public final class TokenKey {
  private static final int BITS = 2048;

  private final RSAKey key;

  private TokenKey(RSAKey key) {
    this.key = key;
  }

  public static TokenKey random(SecureRandom random) {
    try {
      return new TokenKey(
          new RSAKeyGenerator(BITS)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.RS256)
              .keyIDFromThumbprint(true)
              .secureRandom(random)
              .generate());
    } catch (JOSEException e) {
      throw new IllegalStateException("the JVM must support RSA", e);
    }
  }

  /// Reads the key of a file (a JWK, RFC 7517). Creates the file if it is missing, readable by its
  /// owner only.
  ///
  /// @throws StartFailure if the file has no key that can sign
  public static TokenKey keptIn(Path file, SecureRandom random) throws IOException {
    var _ = PrivateFile.kept(file, () -> random(random).key.toJSONString() + "\n");
    return read(file);
  }

  /// Reads the key of an existing file.
  ///
  /// @throws StartFailure if the file has no key that can sign
  public static TokenKey read(Path file) throws IOException {
    try {
      RSAKey key = RSAKey.parse(Files.readString(file));
      if (key.isPrivate()) {
        return new TokenKey(key);
      }
    } catch (ParseException | IllegalArgumentException _) {
      // The exception's message may quote the key.
    }
    throw new StartFailure(
        file + " contains no key for tokens: delete it, and the system creates a new one.");
  }

  /// Returns the public keys, which can check tokens but sign none.
  public JWKSet publicKeys() {
    return new JWKSet(key).toPublicJWKSet();
  }

  String sign(JWTClaimsSet claims) {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
    try {
      token.sign(new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("the JVM must support RS256", e);
    }
    return token.serialize();
  }

  @Override
  public String toString() {
    return "TokenKey[" + key.getKeyID() + "]";
  }
}
