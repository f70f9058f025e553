package io.cdrwebhooks.configuration;

import io.cdrwebhooks.concurrent.LastUsed;
import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.configuration.SignatureVault.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;

/// A cache of opened Signatures, which saves one call of the vault per attempt.
///
/// The cache key is the sealed text, its configuration and its purpose. The caller always passes
/// the current sealed text, so the cache never returns a Signature that was replaced or deleted.
/// Opened keys stay in this process's memory for [#RETENTION]; then the vault must allow their use
/// again. Each opening removes expired keys, at most once a minute. Refusals are not cached.
/// Thread-safe.
public final class RememberedSignatures implements SignatureVault {
  /// The delay within which a change of the vault's permissions takes effect.
  public static final Duration RETENTION = Duration.ofMinutes(5);

  /// The most cached secrets: a Signature and two gateway secrets for each of 10,000
  /// configurations, the size that a deployment is designed for. Each attempt looks up its whole
  /// configuration, so a smaller cache would evict every secret before its next use.
  static final int MAX_COUNT = 30_000;

  private static final Duration BETWEEN_REMOVALS = Duration.ofMinutes(1);

  private final SignatureVault vault;
  private final InstantSource clock;
  private final AtomicReference<Instant> removesAt = new AtomicReference<>(Instant.MIN);
  private final LastUsed<Sealed, Opening> openings = new LastUsed<>(MAX_COUNT);

  public RememberedSignatures(SignatureVault vault, InstantSource clock) {
    this.vault = vault;
    this.clock = clock;
  }

  private record Sealed(
      SealedSignature signature, ConfigurationId configuration, Purpose purpose) {}

  private record Opening(Instant until, FutureTask<SignatureKey> key) {
    boolean isOver(Instant now) {
      return !now.isBefore(until) || key.state() == Future.State.FAILED;
    }
  }

  @Override
  public SealedSignature seal(
      SignatureKey signature, ConfigurationId configuration, Purpose purpose) {
    return vault.seal(signature, configuration, purpose);
  }

  /// Opens a Signature. Threads that ask for the same one share a single call, and its failure.
  @Override
  public SignatureKey open(
      SealedSignature signature, ConfigurationId configuration, Purpose purpose) {
    Instant now = clock.instant();
    removeExpired(now);
    Opening fresh =
        new Opening(
            now.plus(RETENTION),
            new FutureTask<>(() -> vault.open(signature, configuration, purpose)));
    FutureTask<SignatureKey> key =
        openings
            .merge(
                new Sealed(signature, configuration, purpose),
                fresh,
                (known, _) -> known.isOver(now) ? fresh : known)
            .key();
    key.run(); // does nothing if another thread has run it or is running it
    try {
      return Overlapped.result(key);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while opening a Signature", e);
    }
  }

  private void removeExpired(Instant now) {
    Instant at = removesAt.get();
    if (!now.isBefore(at) && removesAt.compareAndSet(at, now.plus(BETWEEN_REMOVALS))) {
      openings.removeIf(opening -> opening.isOver(now));
    }
  }

  /// Returns the number of secrets in memory.
  int count() {
    return openings.size();
  }
}
