package io.cdrwebhooks.local.token;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The codes in console links: each opens the API once, within 15 minutes.
///
/// They are kept in memory, so a restart invalidates all of them. Thread-safe: if several threads
/// redeem one code, one succeeds.
public final class LoginCodes {
  public static final Duration VALIDITY = Duration.ofMinutes(15);

  private final SecureRandom random;
  private final InstantSource clock;
  private final Map<String, Instant> ends = new ConcurrentHashMap<>();

  public LoginCodes(SecureRandom random, InstantSource clock) {
    this.random = random;
    this.clock = clock;
  }

  /// Issues a code: 256 random bits, in characters that need no quoting in an address.
  public String issue() {
    Instant now = clock.instant();
    ends.values().removeIf(now::isAfter);
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    ends.put(code, now.plus(VALIDITY));
    return code;
  }

  /// Returns whether the code is still valid, and invalidates it.
  public boolean redeem(String code) {
    Instant end = ends.remove(code);
    return end != null && !clock.instant().isAfter(end);
  }
}
