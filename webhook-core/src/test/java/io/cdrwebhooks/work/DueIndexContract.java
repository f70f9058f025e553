package io.cdrwebhooks.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.NextState;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.notice.Digest;
import io.cdrwebhooks.notice.Digests;
import io.cdrwebhooks.notice.Notice.LinkUnused;
import io.cdrwebhooks.testing.Claims;
import io.cdrwebhooks.testing.SampleWork;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.BulkJob.Task;
import io.cdrwebhooks.work.DueIndex.Due;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The contract of every due index; each test has empty stores.
public interface DueIndexContract {
  Instant NOW = Samples.NOW;
  Instant LEASE_END = NOW.plusSeconds(60);

  DueIndex dueIndex();

  Deliveries deliveries();

  BulkJobs jobs();

  Lanes lanes();

  Digests digests();

  @Test
  default void dueWorkIsInOneShardEarliestFirst() {
    List<Due> expected = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Instant dueAt = NOW.plusMillis(i * 37 % 40);
      Delivery delivery =
          Samples.with(Samples.delivery(), DeliveryProgress.held("disabled", dueAt));
      deliveries().record(delivery);
      expected.add(new Due(new DueWork.OfDelivery(delivery.id()), dueAt));
      BulkJob job = job(dueAt);
      jobs().create(job);
      expected.add(new Due(new DueWork.OfJob(job.id()), dueAt));
    }
    List<Due> all = new ArrayList<>();
    int filled = 0;
    for (int shard = 0; shard < DueIndex.SHARDS; shard++) {
      List<Due> ofShard = dueIndex().due(shard, Instant.MAX, 1_000);
      assertThat(ofShard).isSortedAccordingTo(Comparator.comparing(Due::dueAt));
      all.addAll(ofShard);
      filled += ofShard.isEmpty() ? 0 : 1;
    }
    assertThat(all).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(filled).as("shards that share the work").isGreaterThan(DueIndex.JOB_SHARD / 2);
  }

  @Test
  default void laterAndEarlierWorkIsLeftOut() {
    Delivery delivery = held();
    assertThat(due(NOW.minusMillis(1))).isEmpty();
    assertThat(due(NOW)).containsExactly(due(delivery, NOW));
    assertThat(due(Instant.MIN)).isEmpty();
    BulkJob job = job(NOW);
    jobs().create(job);
    Due due = new Due(new DueWork.OfJob(job.id()), NOW);
    assertThat(dueIndex().due(DueIndex.JOB_SHARD, NOW, NOW, 9)).containsExactly(due);
    assertThat(dueIndex().due(DueIndex.JOB_SHARD, NOW.plusMillis(1), Instant.MAX, 9)).isEmpty();
  }

  @Test
  default void limitKeepsTheEarliestOfAShard() {
    for (int i = 30; i > 0; i--) {
      deliveries()
          .record(
              Samples.with(
                  Samples.delivery(), DeliveryProgress.held("disabled", NOW.plusMillis(i))));
    }
    for (int shard = 0; shard < DueIndex.SHARDS; shard++) {
      List<Due> all = dueIndex().due(shard, Instant.MAX, 1_000);
      for (int limit = 1; limit <= all.size(); limit++) {
        assertThat(dueIndex().due(shard, Instant.MAX, limit))
            .containsExactlyElementsOf(all.subList(0, limit));
      }
    }
  }

  @Test
  default void deliveryIsDueOnlyWhileItIsNotPending() {
    Delivery delivery = Samples.delivery();
    deliveries().record(delivery);
    assertDue();
    AttemptClaim first = Claims.claim(deliveries(), delivery, NOW);
    assertDue();
    Claims.complete(deliveries(), first, NextState.again(NOW.plusSeconds(5)));
    assertDue();
    Claims.complete(
        deliveries(),
        Claims.claim(deliveries(), stored(delivery), LEASE_END),
        NextState.failed("gave up", NOW));
    assertDue(due(delivery, NOW));
    restart(delivery, DeliveryStatus.FAILED);
    assertDue();
    deliveries().stop(stored(delivery), LEASE_END, NextState.held("disabled", LEASE_END));
    assertDue(due(delivery, LEASE_END));
    restart(delivery, DeliveryStatus.HELD);
    assertDue();
    Instant linkCheckAt = LEASE_END.plusSeconds(3_600);
    Claims.complete(
        deliveries(),
        Claims.claim(deliveries(), stored(delivery), LEASE_END),
        NextState.delivered(linkCheckAt));
    assertDue(due(delivery, linkCheckAt));
    deliveries().clearDueAt(delivery.id(), linkCheckAt);
    assertDue();
  }

  @Test
  default void followedLinkNeedsNoCheck() {
    Delivery delivery = Samples.delivery();
    deliveries().record(delivery);
    AttemptClaim claim = Claims.claim(deliveries(), delivery, NOW);
    Instant linkCheckAt = NOW.plusSeconds(3_600);
    Claims.complete(deliveries(), claim, NextState.delivered(linkCheckAt));
    assertDue(due(delivery, linkCheckAt));
    deliveries().recordLinkFollowed(delivery.id(), Samples.follow(NOW, "198.51.100.9"));
    assertDue();
  }

  /// A receiver may download the report before it answers.
  @Test
  default void linkThatWasFollowedBeforeTheAnswerNeedsNoCheck() {
    Delivery delivery = Samples.delivery();
    deliveries().record(delivery);
    AttemptClaim claim = Claims.claim(deliveries(), delivery, NOW);
    deliveries().recordLinkFollowed(delivery.id(), Samples.follow(NOW, "198.51.100.9"));
    Claims.complete(deliveries(), claim, NextState.delivered(NOW.plusSeconds(3_600)));
    assertDue();
    assertThat(stored(delivery).status()).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  default void linkOfAnEarlierAttemptThatWasFollowedLeavesTheCheck() {
    Delivery delivery = Samples.delivery();
    deliveries().record(delivery);
    AttemptClaim first = Claims.claim(deliveries(), delivery, NOW);
    deliveries().recordLinkFollowed(delivery.id(), Samples.follow(NOW, "198.51.100.9"));
    Claims.complete(deliveries(), first, NextState.again(LEASE_END));
    AttemptClaim second = Claims.claim(deliveries(), stored(delivery), LEASE_END);
    Instant linkCheckAt = LEASE_END.plusSeconds(3_600);
    Claims.complete(deliveries(), second, NextState.delivered(linkCheckAt));
    assertDue(due(delivery, linkCheckAt));
  }

  /// The due time of a failed delivery is for its notice.
  @Test
  default void followedLinkLeavesTheNoticeOfAFailure() {
    Delivery delivery = Samples.delivery();
    deliveries().record(delivery);
    AttemptClaim claim = Claims.claim(deliveries(), delivery, NOW);
    deliveries().recordLinkFollowed(delivery.id(), Samples.follow(NOW, "198.51.100.9"));
    Claims.complete(deliveries(), claim, NextState.failed("gave up", LEASE_END));
    assertDue(due(delivery, LEASE_END));
  }

  @Test
  default void laneIsDueWhenItsLeaseEndsOrItsWakeUpComes() {
    ConfigurationId id = Samples.delivery().configurationId().orElseThrow();
    DueWork work = SampleWork.wakeUp(id);
    Lane lane = lanes().acquire(SampleWork.wakeUp(id), "me", NOW, LEASE_END).orElseThrow();
    assertDue(new Due(work, LEASE_END));
    Lane renewed = lanes().renew(lane, "me", LEASE_END.plusSeconds(9)).orElseThrow();
    assertDue(new Due(work, LEASE_END.plusSeconds(9)));
    assertThat(lanes().release(renewed, "me", Optional.of(NOW.plusSeconds(5)))).isEmpty();
    assertDue(new Due(work, NOW.plusSeconds(5)));
    Lane again = lanes().acquire(SampleWork.wakeUp(id), "me", NOW, LEASE_END).orElseThrow();
    assertThat(lanes().release(again, "me", Optional.empty())).isEmpty();
    assertDue();
  }

  @Test
  default void lanesAndJobsHaveSeparateShards() {
    ConfigurationId id = ConfigurationId.of(UUID.randomUUID());
    boolean _ = lanes().wake(id, Optional.empty(), NOW.minus(Lanes.FOUND_WITHIN));
    for (int shard = 0; shard < DueIndex.SHARDS; shard++) {
      Class<?> kind =
          shard < DueIndex.JOB_SHARD
              ? DueWork.OfDelivery.class
              : shard == DueIndex.JOB_SHARD ? DueWork.OfJob.class : DueWork.OfLane.class;
      assertThat(dueIndex().due(shard, NOW, 10_000))
          .extracting(Due::work)
          .allMatch(kind::isInstance);
    }
  }

  @Test
  default void laneIsDueEarlierBeforeADeliveryIsAdded() {
    ConfigurationId id = Samples.delivery().configurationId().orElseThrow();
    DueWork work = SampleWork.wakeUp(id);
    assertThat(lanes().wake(id, Optional.empty(), NOW)).isTrue();
    Instant found = NOW.plus(Lanes.FOUND_WITHIN);
    assertDue(new Due(work, found));
    assertThat(lanes().wake(id, Optional.empty(), NOW.plusSeconds(10))).isTrue();
    assertDue(new Due(work, found));
    Lane lane = lanes().acquire(SampleWork.wakeUp(id), "me", NOW, LEASE_END).orElseThrow();
    assertThat(lanes().wake(id, Optional.empty(), NOW)).isFalse();
    assertDue(new Due(work, LEASE_END));
    assertThat(lanes().release(lane, "me", Optional.empty()))
        .as("its holder looks once more")
        .isPresent();
  }

  @Test
  default void stoppedDeliveryIsNotDue() {
    for (DeliveryStatus status :
        List.of(DeliveryStatus.HELD, DeliveryStatus.UNROUTED, DeliveryStatus.FAILED)) {
      deliveries().record(Samples.with(Samples.delivery(), DeliveryProgress.kept(status, "why")));
    }
    assertDue();
  }

  @Test
  default void jobIsDueUntilItIsFinished() {
    BulkJob first = job(NOW);
    jobs().create(first);
    assertDue(new Due(new DueWork.OfJob(first.id()), NOW));
    Instant later = NOW.plusSeconds(1);
    BulkJob second = first.after(first.position().nextPartition(1, 1), Optional.of(later));
    jobs().advance(first, second);
    assertDue(new Due(new DueWork.OfJob(first.id()), later));
    jobs().advance(second, second.after(second.position().nextPartition(1, 1), Optional.empty()));
    assertDue();
  }

  @Test
  default void announcementIsKnownUntilTheDueTimeChanges() {
    Delivery delivery = held();
    dueIndex().announced(due(delivery, NOW.plusMillis(1)), NOW);
    assertDue(due(delivery, NOW));
    dueIndex().announced(due(delivery, NOW), NOW.plusSeconds(9));
    DueWork work = new DueWork.OfDelivery(delivery.id());
    assertDue(new Due(work, NOW, Optional.of(NOW.plusSeconds(9))));
    restart(delivery, DeliveryStatus.HELD);
    deliveries().stop(stored(delivery), LEASE_END, NextState.held("disabled", LEASE_END));
    assertDue(due(delivery, LEASE_END));

    BulkJob job = job(LEASE_END.plusSeconds(1));
    jobs().create(job);
    Due entry = new Due(new DueWork.OfJob(job.id()), LEASE_END.plusSeconds(1));
    dueIndex().announced(entry, NOW);
    assertThat(due(Instant.MAX)).contains(new Due(entry.work(), entry.dueAt(), Optional.of(NOW)));
  }

  @Test
  default void digestIsDueUntilItIsRemoved() {
    ConfigurationId id = Samples.configurationId();
    Delivery delivery = Samples.delivery();
    digests().add(new LinkUnused(delivery.id(), delivery.taskId(), id, "tx.zip", NOW), NOW);
    DueWork work = new DueWork.OfDigest(id);
    Digest digest = digests().find(id).orElseThrow();
    assertDue(new Due(work, digest.dueAt()));
    dueIndex().announced(new Due(work, digest.dueAt()), NOW);
    assertDue(new Due(work, digest.dueAt(), Optional.of(NOW)));
    Instant next = digest.dueAt().plusSeconds(3_600);
    assertThat(digests().postpone(digest, next)).isTrue();
    assertDue(new Due(work, next));
    digests().remove(digest, NOW.plusSeconds(1));
    assertDue();
  }

  private Delivery held() {
    Delivery delivery = Samples.with(Samples.delivery(), DeliveryProgress.held("disabled", NOW));
    deliveries().record(delivery);
    return delivery;
  }

  private void restart(Delivery delivery, DeliveryStatus from) {
    deliveries()
        .restart(
            delivery.id(), EnumSet.of(from), delivery.configurationId().orElseThrow(), LEASE_END);
  }

  private static BulkJob job(Instant now) {
    Task task = new Task.Reconcile("cdr-reports", new TimeRange(NOW, NOW));
    return BulkJob.create(BulkJobId.of(UUID.randomUUID()), task, now);
  }

  private static Due due(Delivery delivery, Instant dueAt) {
    return new Due(new DueWork.OfDelivery(delivery.id()), dueAt);
  }

  private List<Due> due(Instant until) {
    List<Due> all = new ArrayList<>();
    for (int shard = 0; shard < DueIndex.SHARDS; shard++) {
      all.addAll(dueIndex().due(shard, until, 1_000));
    }
    return all;
  }

  private void assertDue(Due... expected) {
    assertThat(due(Instant.MAX)).containsExactly(expected);
  }

  private Delivery stored(Delivery delivery) {
    return deliveries().find(delivery.id()).orElseThrow();
  }
}
