package io.cdrwebhooks.local.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The codes that a console link carries: each opens the API once, within a quarter of an hour.
///
/// Only their hashes are kept, in memory: how long a look-up takes tells nothing of a code, and a
/// restart ends them all. For several threads; of several that redeem one code, one succeeds.
public final class LoginCodes {
  public static final Duration VALIDITY = Duration.ofMinutes(15);

  private static final int RANDOM_BYTES = 32;

  private final SecureRandom random;
  private final InstantSource clock;
  private final Map<String, Instant> endsByHash = new ConcurrentHashMap<>();

  public LoginCodes(SecureRandom random, InstantSource clock) {
    this.random = random;
    this.clock = clock;
  }

  /// A new code: 256 random bits, in characters that need no quoting in an address.
  public String issue() {
    Instant now = clock.instant();
    endsByHash.values().removeIf(now::isAfter);
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    endsByHash.put(hash(code), now.plus(VALIDITY));
    return code;
  }

  /// Whether this is a code that still opens; it does so never again.
  public boolean redeem(String code) {
    Instant end = endsByHash.remove(hash(code));
    return end != null && !clock.instant().isAfter(end);
  }

  private static String hash(String code) {
    try {
      byte[] bytes = code.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
