package io.cdrwebhooks.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.testing.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// The contract of every store of digests.
public interface DigestsContract {
  Instant NOW = Samples.NOW;

  Digests digests();

  @Test
  default void digestCountsWhatIsAddedAndIsDueAtTheConfigurationsMoment() {
    ConfigurationId id = Samples.configurationId();
    assertThat(digests().find(id)).isEmpty();
    digests().add(failed(id, "the receiver answered 500"), NOW);
    digests().add(failed(id, "the receiver answered 503"), NOW.plusSeconds(60));
    Notice.LinkUnused unused = unused(id);
    digests().add(unused, NOW.plusSeconds(90));
    digests().add(failed(Samples.configurationId(), "of another"), NOW);

    assertThat(digests().find(id))
        .contains(
            new Digest(
                id,
                2,
                1,
                NOW,
                unused.delivery(),
                "the receiver has not followed its download link",
                Digest.nextMoment(id, NOW)));
  }

  @Test
  default void repeatedNoticeCountsOnce() {
    Notice.LinkUnused unused = unused(Samples.configurationId());
    digests().add(unused, NOW);
    digests().add(unused, NOW.plusSeconds(1));
    assertThat(found(unused.configuration()).unused()).isEqualTo(1);
    digests().remove(found(unused.configuration()), NOW.plusSeconds(2));
    digests().add(unused, NOW.plusSeconds(3));
    assertThat(found(unused.configuration()).unused()).as("in the next digest").isEqualTo(1);
  }

  @Test
  default void onlyOneWorkerPostponesADigest() {
    ConfigurationId id = Samples.configurationId();
    digests().add(unused(id), NOW);
    Digest digest = found(id);
    Instant next = digest.dueAt().plusSeconds(3_600);
    assertThat(digests().postpone(digest, next)).isTrue();
    assertThat(digests().postpone(digest, next)).isFalse();
    assertThat(found(id).dueAt()).isEqualTo(next);
    digests().add(unused(id), next.minusSeconds(9));
    assertThat(found(id).dueAt()).as("after another was added").isEqualTo(next);
  }

  @Test
  default void noticesAddedWhileADigestIsSentStay() {
    ConfigurationId id = Samples.configurationId();
    digests().add(unused(id), NOW);
    digests().add(failed(id, "why"), NOW);
    Digest sent = found(id);
    digests().add(failed(id, "why"), NOW.plusSeconds(1));
    digests().add(failed(id, "why"), NOW.plusSeconds(2));
    for (int repeat = 0; repeat < 2; repeat++) {
      digests().remove(sent, NOW.plusSeconds(3));
      assertThat(found(id).failed()).isEqualTo(2);
      assertThat(found(id).unused()).isZero();
      assertThat(found(id).since()).isEqualTo(NOW.plusSeconds(3));
    }
    assertThat(found(id).dueAt()).isEqualTo(sent.dueAt());
  }

  @Test
  default void removedDigestIsGoneAndARepeatHarmsNoLaterOne() {
    ConfigurationId id = Samples.configurationId();
    digests().add(unused(id), NOW);
    Digest sent = found(id);
    digests().remove(sent, NOW.plusSeconds(1));
    assertThat(digests().find(id)).isEmpty();
    digests().add(unused(id), NOW.plusSeconds(2));
    digests().remove(sent, NOW.plusSeconds(3));
    assertThat(found(id).unused()).isEqualTo(1);
    assertThat(found(id).since()).isEqualTo(NOW.plusSeconds(2));
  }

  @Test
  default void noNoticeIsLostAmongManyWriters() throws InterruptedException {
    ConfigurationId id = Samples.configurationId();
    Callable<Boolean> adding =
        () -> {
          digests().add(unused(id), NOW);
          return true;
        };
    List<Callable<Boolean>> adds = new ArrayList<>(Collections.nCopies(100, adding));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(Overlapped.all(adds, threads)).hasSize(100);
    }
    assertThat(found(id).unused()).isEqualTo(100);
  }

  private Digest found(ConfigurationId id) {
    return digests().find(id).orElseThrow();
  }

  private static Notice.DeliveryFailed failed(ConfigurationId id, String reason) {
    return new Notice.DeliveryFailed(
        Samples.delivery().id(), Samples.taskId(), id, "tx 1.zip", reason);
  }

  private static Notice.LinkUnused unused(ConfigurationId id) {
    return new Notice.LinkUnused(Samples.delivery().id(), Samples.taskId(), id, "tx 1.zip", NOW);
  }
}
