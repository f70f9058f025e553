package io.cdrwebhooks.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.configuration.SignatureVault.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class RememberedSignaturesTest {
  private static final ConfigurationId ONE = ConfigurationId.of(new UUID(0, 1));
  private static final ConfigurationId OTHER = ConfigurationId.of(new UUID(0, 2));
  private static final SealedSignature OLD = new SealedSignature("key", "old");
  private static final SealedSignature NEW = new SealedSignature("key", "new");

  private final CountingVault vault = new CountingVault();
  private Instant now = Instant.parse("2026-01-10T11:20:09Z");
  private final RememberedSignatures signatures = new RememberedSignatures(vault, () -> now);

  @Test
  void rotatedSignatureIsUsedAtOnceForItsConfiguration() {
    signatures.open(OLD, ONE, Purpose.SIGNATURE);

    assertThat(signatures.open(NEW, ONE, Purpose.SIGNATURE))
        .isEqualTo(new SignatureKey("new of " + ONE));
    assertThat(signatures.open(OLD, OTHER, Purpose.SIGNATURE))
        .isEqualTo(new SignatureKey("old of " + OTHER));
  }

  /// The vault must refuse it: the cache must not answer in its place.
  @Test
  void signatureIsNotRememberedForAnotherPurpose() {
    signatures.open(OLD, ONE, Purpose.SIGNATURE);

    signatures.open(OLD, ONE, Purpose.REQUEST_HEADER);

    assertThat(vault.purposes).containsExactly(Purpose.SIGNATURE, Purpose.REQUEST_HEADER);
  }

  @Test
  void vaultIsAskedAgainAfterFiveMinutes() {
    signatures.open(OLD, ONE, Purpose.SIGNATURE);
    now = now.plus(RememberedSignatures.RETENTION).minusMillis(1);
    signatures.open(OLD, ONE, Purpose.SIGNATURE);
    assertThat(vault.opened).hasSize(1);

    now = now.plusMillis(1);
    vault.refuses = true;

    assertThatThrownBy(() -> signatures.open(OLD, ONE, Purpose.SIGNATURE)).hasMessage("refused");
  }

  @Test
  void expiredKeyIsRemovedWithoutBeingRequested() {
    signatures.open(OLD, ONE, Purpose.SIGNATURE);
    now = now.plus(RememberedSignatures.RETENTION);

    signatures.open(OLD, OTHER, Purpose.SIGNATURE);

    assertThat(signatures.count()).isEqualTo(1);
  }

  @Test
  void refusalIsNotCached() {
    vault.refuses = true;
    assertThatThrownBy(() -> signatures.open(OLD, ONE, Purpose.SIGNATURE)).hasMessage("refused");

    vault.refuses = false;

    assertThat(signatures.open(OLD, ONE, Purpose.SIGNATURE))
        .isEqualTo(new SignatureKey("old of " + ONE));
  }

  @Test
  void concurrentOpeningsShareOneCall() throws Exception {
    vault.mayAnswer = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<SignatureKey>> asked = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        asked.add(threads.submit(() -> signatures.open(OLD, ONE, Purpose.SIGNATURE)));
      }
      vault.mayAnswer.countDown();
      for (Future<SignatureKey> key : asked) {
        assertThat(key.get()).isEqualTo(new SignatureKey("old of " + ONE));
      }
    }
    assertThat(vault.opened).hasSize(1);
  }

  @Test
  void concurrentOpeningsShareOneFailure() throws Exception {
    vault.mayAnswer = new CountDownLatch(1);
    vault.refuses = true;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<SignatureKey> first =
          threads.submit(() -> signatures.open(OLD, ONE, Purpose.SIGNATURE));
      vault.asked.acquire();
      List<Future<SignatureKey>> others = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        others.add(threads.submit(() -> signatures.open(OLD, ONE, Purpose.SIGNATURE)));
      }
      // A late thread asks the vault again, but none waits for a second call.
      vault.mayAnswer.countDown();
      assertThatThrownBy(first::get).hasRootCauseMessage("refused");
      for (Future<SignatureKey> other : others) {
        assertThatThrownBy(other::get).hasRootCauseMessage("refused");
      }
    }
  }

  @Test
  void keyIsNotShown() {
    signatures.open(OLD, ONE, Purpose.SIGNATURE);

    assertThat(signatures.toString()).doesNotContain("old of");
    assertThat(RememberedSignatures.RETENTION).isLessThanOrEqualTo(Duration.ofMinutes(5));
  }

  /// Opens a Signature to a key that names its sealed text and its configuration.
  private static final class CountingVault implements SignatureVault {
    private final List<String> opened = java.util.Collections.synchronizedList(new ArrayList<>());
    private final List<Purpose> purposes =
        java.util.Collections.synchronizedList(new ArrayList<>());
    private final Semaphore asked = new Semaphore(0);
    private CountDownLatch mayAnswer = new CountDownLatch(0);
    private boolean refuses;

    @Override
    public SealedSignature seal(
        SignatureKey signature, ConfigurationId configuration, Purpose purpose) {
      throw new AssertionError("nothing is sealed here");
    }

    @Override
    public SignatureKey open(
        SealedSignature signature, ConfigurationId configuration, Purpose purpose) {
      purposes.add(purpose);
      asked.release();
      try {
        mayAnswer.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      if (refuses) {
        throw new IllegalStateException("refused");
      }
      String key = signature.ciphertext() + " of " + configuration;
      opened.add(key);
      return new SignatureKey(key);
    }
  }
}
