package io.cdrwebhooks.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Deliveries.Claiming;
import io.cdrwebhooks.delivery.Deliveries.Completion;
import io.cdrwebhooks.delivery.Deliveries.Recording;
import io.cdrwebhooks.delivery.Deliveries.Restarting;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.DeliveryStore;
import io.cdrwebhooks.delivery.LinkUse;
import io.cdrwebhooks.delivery.NextState;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.testing.Samples;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Tests that a delivery survives the death of its writer, and lost answers, between any two
/// requests.
@SpeaksToAws
class DynamoDbDeliveryFaultsTest implements DeliveryStore {
  private static final NextState DELIVERED = NextState.delivered(NOW.plusSeconds(3_600));
  private static final TestTables TABLES = TestTables.create();

  @Override
  public Deliveries deliveries() {
    return TABLES.deliveries();
  }

  @Test
  void writerThatDiesBeforeTheSecondWriteLosesNothing() {
    WatchedHttp http = new WatchedHttp();
    Deliveries dying = TABLES.through(http).deliveries();
    Delivery delivery = Samples.delivery();
    deliveries().record(delivery);
    AttemptClaim first = claimed(delivery, NOW);
    http.watchedBy(Faults.deathAfter(1));
    assertThat(
            Faults.dies(
                () ->
                    dying.complete(
                        first,
                        Samples.attempt(first.number(), AttemptOutcome.UNREACHABLE),
                        NextState.failed("gave up"))))
        .isTrue();
    assertThat(TABLES.itemsOf(delivery)).as("the attempt was put").hasSize(2);
    assertThat(deliveries().attempts(delivery.id())).isEmpty();

    AttemptClaim second = claimed(delivery, NOW.plus(LEASE));
    assertThat(second.number()).isEqualTo(first.number());
    Attempt made = Samples.attempt(second.number(), AttemptOutcome.DELIVERED);
    assertThat(deliveries().complete(second, made, DELIVERED)).isEqualTo(Completion.COMPLETED);
    assertThat(deliveries().attempts(delivery.id())).containsExactly(made);
  }

  @Test
  void completionMayBeRetriedAfterAFault() {
    WatchedHttp http = new WatchedHttp();
    Deliveries dying = TABLES.through(http).deliveries();
    for (int answered = 0; answered < 2; answered++) {
      Delivery delivery = Samples.delivery();
      deliveries().record(delivery);
      AttemptClaim claim = claimed(delivery, NOW);
      Attempt attempt = Samples.attempt(claim.number(), AttemptOutcome.DELIVERED);
      http.watchedBy(Faults.deathAfter(answered));
      assertThat(Faults.dies(() -> dying.complete(claim, attempt, DELIVERED))).isTrue();
      for (int again = 0; again < 2; again++) {
        assertThat(deliveries().complete(claim, attempt, DELIVERED))
            .isEqualTo(Completion.COMPLETED);
      }
      assertThat(deliveries().attempts(delivery.id())).containsExactly(attempt);
    }
  }

  @Test
  void lostAnswersDoNotChangeTheOutcome() {
    WatchedHttp http = new WatchedHttp();
    Deliveries losing = TABLES.through(http).deliveries();
    Delivery delivery = Samples.delivery();
    http.watchedBy(Faults.everyAnswerLostOnce());
    assertThat(losing.record(delivery)).isEqualTo(new Recording.Recorded());
    Claiming claiming = losing.claim(delivery, NOW, NOW.plus(LEASE));
    assertThat(claiming).isInstanceOf(Claiming.Claimed.class);
    AttemptClaim claim = ((Claiming.Claimed) claiming).claim();
    Attempt attempt = Samples.attempt(claim.number(), AttemptOutcome.DELIVERED);
    assertThat(losing.complete(claim, attempt, DELIVERED)).isEqualTo(Completion.COMPLETED);
    assertThat(losing.attempts(delivery.id())).containsExactly(attempt);
    losing.recordLinkFollowed(delivery.id(), Samples.follow(NOW, "198.51.100.9"));
    Delivery delivered = losing.find(delivery.id()).orElseThrow();
    assertThat(delivered.status()).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(delivered.progress().linkUse()).contains(new LinkUse(NOW, 1, NOW, "198.51.100.9"));
    assertThat(
            losing.stop(
                delivered, NOW, new NextState(DeliveryStatus.FAILED, "why", Optional.empty(), 0)))
        .isTrue();
    Restarting restarting =
        losing.restart(
            delivery.id(),
            Set.of(DeliveryStatus.FAILED),
            delivery.configurationId().orElseThrow(),
            NOW);
    Delivery restarted = losing.find(delivery.id()).orElseThrow();
    assertThat(restarting).isEqualTo(new Restarting.Restarted(restarted));
    assertThat(restarted.progress().lastAttempt()).isEqualTo(new AttemptNumber(2, 0));
  }

  @Test
  void writerThatDiesWithAnOldAttemptLeavesTheNewRoundUnchanged() {
    WatchedHttp http = new WatchedHttp();
    Deliveries dying = TABLES.through(http).deliveries();
    for (int answered = 0; answered < 2; answered++) {
      Delivery delivery = Samples.delivery();
      deliveries().record(delivery);
      AttemptClaim old = claimed(delivery, NOW);
      deliveries()
          .restart(
              delivery.id(),
              Set.of(DeliveryStatus.PENDING),
              delivery.configurationId().orElseThrow(),
              NOW);
      Delivery restarted = deliveries().find(delivery.id()).orElseThrow();
      Attempt attempt = Samples.attempt(old.number(), AttemptOutcome.DELIVERED);
      http.watchedBy(Faults.deathAfter(answered));
      assertThat(Faults.dies(() -> dying.complete(old, attempt, DELIVERED))).isTrue();
      assertThat(deliveries().find(delivery.id())).contains(restarted);
      assertThat(deliveries().attempts(delivery.id())).hasSize(answered);
    }
  }
}
