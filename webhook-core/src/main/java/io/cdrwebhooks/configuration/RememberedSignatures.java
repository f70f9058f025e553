package io.cdrwebhooks.configuration;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

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
  private final Map<Sealed, Opening> opened = new ConcurrentHashMap<>();

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
    Instant now = clock.instant();
    Opening mine = new Opening(now.plus(KEPT));
    Opening current =
        opened.merge(sealed, mine, (known, fresh) -> known.isOver(now) ? fresh : known);
    return current == mine ? opened(sealed, mine) : current.key();
  }

  private SignatureKey opened(Sealed sealed, Opening mine) {
    try {
      SignatureKey key = vault.open(sealed.signature(), sealed.configuration());
      mine.outcome.complete(key);
      return key;
    } catch (RuntimeException | Error e) {
      opened.remove(sealed, mine); // whoever asks next asks the vault
      mine.outcome.completeExceptionally(e);
      throw e;
    }
  }

  /// One Signature; who asks while it is being opened waits for the one call, and fails with it.
  private static final class Opening {
    private final Instant until;
    private final CompletableFuture<SignatureKey> outcome = new CompletableFuture<>();

    Opening(Instant until) {
      this.until = until;
    }

    boolean isOver(Instant now) {
      return !now.isBefore(until);
    }

    SignatureKey key() {
      try {
        return outcome.join();
      } catch (CompletionException e) {
        throw new IllegalStateException("the Signature could not be opened", e.getCause());
      }
    }
  }
}
