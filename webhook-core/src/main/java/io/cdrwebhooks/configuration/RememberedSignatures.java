package io.cdrwebhooks.configuration;

import io.cdrwebhooks.concurrent.Overlapped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

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
  private final Map<Sealed, Opening> openings = new ConcurrentHashMap<>();

  public RememberedSignatures(SignatureVault vault, InstantSource clock) {
    this.vault = vault;
    this.clock = clock;
  }

  private record Sealed(SealedSignature signature, ConfigurationId configuration) {}

  private record Opening(Instant until, FutureTask<SignatureKey> key) {
    boolean isOver(Instant now) {
      return !now.isBefore(until) || key.state() == Future.State.FAILED;
    }
  }

  @Override
  public SealedSignature seal(SignatureKey signature, ConfigurationId configuration) {
    return vault.seal(signature, configuration);
  }

  /// Threads that ask for one Signature at the same time wait for one call, and fail with it.
  @Override
  public SignatureKey open(SealedSignature signature, ConfigurationId configuration) {
    if (openings.size() >= MOST) {
      openings.clear();
    }
    Instant now = clock.instant();
    Opening fresh =
        new Opening(now.plus(KEPT), new FutureTask<>(() -> vault.open(signature, configuration)));
    FutureTask<SignatureKey> key =
        openings
            .merge(
                new Sealed(signature, configuration),
                fresh,
                (known, _) -> known.isOver(now) ? fresh : known)
            .key();
    key.run(); // does nothing if another thread did or does it
    try {
      return Overlapped.result(key);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while a Signature was opened", e);
    }
  }
}
