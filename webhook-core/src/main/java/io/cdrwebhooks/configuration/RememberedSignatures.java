package io.cdrwebhooks.configuration;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Opens each sealed Signature once, and remembers the key for some minutes: a call of the vault
/// less for each attempt.
///
/// What is remembered is found by the sealed text alone. So a Signature that was replaced, or whose
/// configuration is gone, is never used for being remembered: whoever asks has read which one is in
/// force. Keys live in this process's memory as long as `kept`, then the vault is asked again, and
/// so must still allow it. A refusal is not remembered. For several threads.
public final class RememberedSignatures implements SignatureVault {
  /// How long a vault's own rules may take to be heeded.
  public static final Duration KEPT = Duration.ofMinutes(5);

  /// More configurations than one process delivers for at a time.
  static final int MOST = 1_000;

  private final SignatureVault vault;
  private final InstantSource clock;
  private final Map<Sealed, Opened> opened = new ConcurrentHashMap<>();

  public RememberedSignatures(SignatureVault vault, InstantSource clock) {
    this.vault = vault;
    this.clock = clock;
  }

  private record Sealed(SealedSignature signature, ConfigurationId configuration) {}

  @Override
  public SealedSignature seal(SignatureKey signature, ConfigurationId configuration) {
    return vault.seal(signature, configuration);
  }

  @Override
  public SignatureKey open(SealedSignature signature, ConfigurationId configuration) {
    if (opened.size() >= MOST) {
      opened.clear();
    }
    Sealed sealed = new Sealed(signature, configuration);
    return opened.computeIfAbsent(sealed, _ -> new Opened()).key(sealed);
  }

  /// One Signature; who asks while it is being opened waits for the one call.
  private final class Opened {
    private @Nullable SignatureKey key;
    private Instant until = Instant.MIN;

    synchronized SignatureKey key(Sealed sealed) {
      Instant now = clock.instant();
      SignatureKey known = key;
      if (known == null || !now.isBefore(until)) {
        known = vault.open(sealed.signature(), sealed.configuration());
        key = known;
        until = now.plus(KEPT);
      }
      return known;
    }
  }
}
