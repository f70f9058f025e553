package io.cdrwebhooks.local.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.cdrwebhooks.configapi.Deployment;
import java.time.Instant;
import java.util.Date;
import java.util.function.UnaryOperator;

/// An issuer whose tokens are valid except for one chosen fault.
public final class TestTokens {
  public static final String ISSUER = "https://issuer.example/";
  public static final String AUDIENCE = "cdr-webhooks";
  public static final String KEY_ID = "key of the tests";

  /// Far from the real time, so that no token expires while a test runs.
  public static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  /// Made once: without the slower compiler a key takes a second of a processor.
  private static final RSAKey KEY = newKey();

  private final RSAKey key;
  private final String issuer;
  private final Instant now;

  public TestTokens() {
    this(KEY, ISSUER, NOW);
  }

  /// The issuer with this key and name.
  public TestTokens(RSAKey key, String issuer, Instant now) {
    this.key = key;
    this.issuer = issuer;
    this.now = now;
  }

  public static RSAKey newKey() {
    try {
      return new RSAKeyGenerator(2048).keyID(KEY_ID).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  public GatewayTokenRules rules() {
    return new GatewayTokenRules(issuer, AUDIENCE, new JWKSet(key), Deployment.Scopes.STANDARD);
  }

  public TokenAuthorizer authorizer() {
    return new TokenAuthorizer(rules(), () -> now);
  }

  /// A token with both scopes.
  public String valid() {
    return with(claims -> claims);
  }

  /// A token with other claims.
  public String with(UnaryOperator<JWTClaimsSet.Builder> change) {
    return signed(JWSAlgorithm.RS256, key.getKeyID(), signer(key), change);
  }

  public String ofScope(String scope) {
    return with(claims -> claims.claim("scope", scope));
  }

  /// The right claims under another algorithm of RSA.
  public String by(JWSAlgorithm algorithm) {
    return signed(algorithm, key.getKeyID(), signer(key), claims -> claims);
  }

  public String ofKeyId(String keyId) {
    return signed(JWSAlgorithm.RS256, keyId, signer(key), claims -> claims);
  }

  /// Signed by another key under the id of the issuer's key.
  public String ofStranger() {
    return signed(JWSAlgorithm.RS256, key.getKeyID(), signer(newKey()), claims -> claims);
  }

  public String unsigned() {
    return new PlainJWT(claims().build()).serialize();
  }

  /// HS256 with the issuer's public key for a secret, as it stands in its key set.
  public String ofPublicKeyAsSecret() {
    try {
      byte[] secret = key.toPublicJWK().toRSAPublicKey().getEncoded();
      return signed(JWSAlgorithm.HS256, key.getKeyID(), new MACSigner(secret), claims -> claims);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JWSSigner signer(RSAKey of) {
    try {
      return new RSASSASigner(of);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private String signed(
      JWSAlgorithm algorithm,
      String keyId,
      JWSSigner signer,
      UnaryOperator<JWTClaimsSet.Builder> change) {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(algorithm).keyID(keyId).build(), change.apply(claims()).build());
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(issuer)
        .audience(AUDIENCE)
        .subject("user-1")
        .claim("scope", "webhooks/read webhooks/write")
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(3_600)));
  }
}
