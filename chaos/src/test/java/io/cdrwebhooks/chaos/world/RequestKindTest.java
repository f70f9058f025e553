package io.cdrwebhooks.chaos.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.AwsService;
import io.cdrwebhooks.aws.dynamodb.DynamoDbDeliveries;
import io.cdrwebhooks.aws.dynamodb.DynamoDbTables;
import io.cdrwebhooks.aws.dynamodb.DynamoDbWebhookConfigurations;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.Deliveries.Claiming;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.NextState;
import io.cdrwebhooks.emulators.AwsEndpoints;
import io.cdrwebhooks.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;

/// Tests that the proxies recognise the requests of the real stores. Otherwise a kill would miss
/// its cut point, or a repeat would get the wrong cause.
class RequestKindTest {
  private static final Timeline TIMELINE = new Timeline();
  private static final Killer PASSED_BY = new Killer(Duration.ofHours(1), Set.of(), TIMELINE);

  @AutoClose private static AwsEndpoints aws;
  @AutoClose private static FaultProxy proxy;
  @AutoClose private static AwsClients clients;
  private static DynamoDbDeliveries deliveries;

  @BeforeAll
  static void start() throws InterruptedException {
    aws = AwsEndpoints.start();
    proxy =
        new FaultProxy(
            Service.DYNAMODB, aws.dynamoDb(), _ -> Optional.empty(), PASSED_BY, TIMELINE);
    clients =
        new AwsClients(
            new AwsAccess(
                Region.of(aws.region()),
                aws.accessKey().credentials(),
                Map.of(AwsService.DYNAMODB, proxy.endpoint())));
    DynamoDbTables.create(clients.dynamoDb(), TableNames.STANDARD);
    deliveries = new DynamoDbDeliveries(clients.dynamoDb(), "deliveries");
  }

  @Test
  void claimAndCompletionAreInTheTimeline() {
    Delivery delivery = Samples.delivery();
    Instant now = Samples.NOW;
    deliveries.record(delivery);
    Claiming.Claimed claimed =
        (Claiming.Claimed) deliveries.claim(delivery, now, now.plusSeconds(60));
    Attempt attempt = Samples.attempt(claimed.claim().number(), AttemptOutcome.REJECTED);
    deliveries.complete(claimed.claim(), attempt, NextState.failed("no", now));
    deliveries.clearDueAt(delivery.id(), now);
    String id = delivery.id().value();
    assertThat(TIMELINE.firstClaim(id, Instant.MIN, Instant.MAX)).isPresent();
    assertThat(TIMELINE.wasCompleted(id, Instant.MIN, Instant.MAX)).isTrue();
    assertThat(PASSED_BY.cutPoints())
        .containsKeys(
            "before deliveries/delivery/PutItem",
            "after deliveries/attempt/PutItem",
            "after deliveries/delivery/UpdateItem/REMOVE #dueAt");
  }

  @Test
  void refusedClaimIsNotInTheTimeline() {
    Delivery delivery = Samples.delivery();
    deliveries.record(delivery);
    Instant now = Samples.NOW;
    deliveries.claim(delivery, now, now.plusSeconds(60));
    Instant second = Instant.now();
    assertThat(deliveries.claim(delivery, now, now.plusSeconds(61)))
        .isInstanceOf(Claiming.Refused.class);
    assertThat(TIMELINE.firstClaim(delivery.id().value(), second, Instant.MAX)).isEmpty();
  }

  @Test
  void transactionHasTheNameOfItsFirstWrite() {
    new DynamoDbWebhookConfigurations(
            clients.dynamoDb(), "webhook-configurations", Optional.empty())
        .create(Samples.configuration());
    assertThat(PASSED_BY.cutPoints()).containsKeys("before webhook-configurations/PutItem");
  }
}
