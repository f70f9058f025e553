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
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// An issuer whose tokens are valid except for one chosen fault.
public final class TestTokens {
  private static final String ISSUER = "https://issuer.example/";
  public static final String AUDIENCE = "cdr-webhooks";
  private static final String KEY_ID = "key of the tests";

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

  private static RSAKey newKey() {
    try {
      return new RSAKeyGenerator(2048).keyID(KEY_ID).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  public TokenAuthorizer authorizer() {
    return new TokenAuthorizer(issuer, new JWKSet(key).toPublicJWKSet(), () -> now);
  }

  /// A token with both scopes.
  public String valid() {
    return with(claims -> claims);
  }

  /// A token with other claims.
  public String with(UnaryOperator<JWTClaimsSet.Builder> change) {
    return signed(JWSAlgorithm.RS256, key.getKeyID(), signer(key), change.apply(claims()).build());
  }

  public String ofScope(String scope) {
    return with(claims -> claims.claim("scope", scope));
  }

  /// Returns tokens that prove nothing, by what is wrong with them.
  public Map<String, String> forged() {
    Map<String, String> forged = new LinkedHashMap<>();
    String[] parts = valid().split("\\.");
    forged.put("three times nothing", "a.b.c");
    forged.put("two in one", valid() + " " + valid());
    forged.put("unsigned", new PlainJWT(claims().build()).serialize());
    forged.put("other claims", parts[0] + "." + ofScope("x").split("\\.")[1] + "." + parts[2]);
    for (String none : List.of("none", "None", "NONE", "", "HS256", "RS256 ", "ES256")) {
      Base64URL header = Base64URL.encode("{\"alg\":\"" + none + "\"}");
      forged.put("alg " + none, header + "." + parts[1] + ".");
      forged.put("alg " + none + ", signed", header + "." + parts[1] + "." + parts[2]);
    }
    RSAKey stranger = newKey();
    forged.put("key of a stranger", signed(JWSAlgorithm.RS256, key.getKeyID(), signer(stranger)));
    forged.put("unknown key", signed(JWSAlgorithm.RS256, "another", signer(key)));
    forged.put("no key id", signed(JWSAlgorithm.RS256, null, signer(key)));
    forged.put("public key as secret", ofPublicKeyAsSecret());
    for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.RS512, JWSAlgorithm.PS256)) {
      forged.put("" + algorithm, signed(algorithm, key.getKeyID(), signer(key)));
    }
    Date soon = Date.from(now.plusSeconds(600));
    forged.put("expired", with(claims -> claims.expirationTime(Date.from(now.minusSeconds(1)))));
    forged.put("no end", with(claims -> claims.expirationTime(null)));
    forged.put("end is a word", with(claims -> claims.claim("exp", "soon")));
    forged.put("end is out of time", with(claims -> claims.claim("exp", 1e300)));
    forged.put("not yet", with(claims -> claims.notBeforeTime(soon)));
    forged.put("issued in the future", with(claims -> claims.issueTime(soon)));
    forged.put("issuer", with(claims -> claims.issuer("https://other.example/")));
    forged.put("no issuer", with(claims -> claims.issuer(null)));
    forged.put("audience", with(claims -> claims.audience("others")));
    forged.put("no audience", with(claims -> claims.audience((String) null)));
    forged.put(
        "client for audience",
        with(claims -> claims.audience("others").claim("client_id", AUDIENCE)));
    return forged;
  }

  /// HS256 with the issuer's public key for a secret, as it stands in its key set.
  private String ofPublicKeyAsSecret() {
    try {
      byte[] secret = key.toPublicJWK().toRSAPublicKey().getEncoded();
      return signed(JWSAlgorithm.HS256, key.getKeyID(), new MACSigner(secret));
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

  /// The right claims, signed in another way.
  private String signed(JWSAlgorithm algorithm, String keyId, JWSSigner signer) {
    return signed(algorithm, keyId, signer, claims().build());
  }

  private static String signed(
      JWSAlgorithm algorithm, String keyId, JWSSigner signer, JWTClaimsSet claims) {
    SignedJWT token = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), claims);
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
