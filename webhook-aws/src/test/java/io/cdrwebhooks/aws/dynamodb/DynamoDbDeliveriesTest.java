package io.cdrwebhooks.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Deliveries.Claiming;
import io.cdrwebhooks.delivery.Deliveries.Completion;
import io.cdrwebhooks.delivery.DeliveriesContract;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.SafeText;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The deliveries in DynamoDB keep to the contract, and to what the tables are laid out for.
class DynamoDbDeliveriesTest implements DeliveriesContract {
  private static final TestTables TABLES = TestTables.create();

  @Override
  public Deliveries deliveries() {
    return TABLES.deliveries();
  }

  @Override
  public int rounds() {
    return 10;
  }

  @Test
  void attemptsStandInNoIndex() {
    Delivery delivery = Samples.delivery();
    completeOne(delivery);
    assertThat(itemsOf(delivery)).hasSize(2);
    for (String index : List.of(DynamoDbTables.BY_TASK, DynamoDbTables.BY_CONFIGURATION)) {
      List<Map<String, AttributeValue>> indexed =
          TABLES
              .client()
              .scanPaginator(
                  request -> request.tableName(TABLES.names().deliveries()).indexName(index))
              .items()
              .stream()
              .filter(item -> item.get("id").s().equals(delivery.id().value()))
              .toList();
      assertThat(indexed).hasSize(1);
      assertThat(indexed.getFirst().get("item").s()).isEqualTo("delivery");
    }
  }

  @Test
  void deliveryAndAttemptsAreKeptForNinetyDays() {
    Delivery delivery = Samples.delivery();
    Attempt attempt = completeOne(delivery);
    Duration kept = Duration.ofDays(90);
    assertThat(itemsOf(delivery))
        .extracting(item -> item.get(DynamoDbTables.TIME_TO_LIVE).n())
        .containsExactlyInAnyOrder(
            Long.toString(delivery.createdAt().plus(kept).getEpochSecond()),
            Long.toString(attempt.startedAt().plus(kept).getEpochSecond()));
  }

  @Test
  void largestItemsStayBelow16KiB() {
    TaskId task = new TaskId((1L << 53) - 1);
    String fileName = "\u20ac".repeat(330);
    Delivery largest =
        new Delivery(
            Samples.delivery().id(),
            task,
            Optional.of(Samples.configurationId()),
            new ReportVersion(
                "b".repeat(63), new ReportKey(task, fileName), Optional.of("v".repeat(1_024))),
            Long.MAX_VALUE,
            Optional.of(new Inspection(Long.MAX_VALUE, "e".repeat(2_048))),
            NOW,
            Samples.delivery().progress());
    deliveries().record(largest);
    AttemptClaim claim = claim(largest, NOW);
    Attempt attempt =
        new Attempt(
            claim.number(),
            NOW,
            Duration.ofSeconds(15),
            Optional.of("255.255.255.255:65535"),
            OptionalInt.of(503),
            AttemptOutcome.REJECTED,
            "\u20ac".repeat(1_000),
            "\u20ac".repeat(SafeText.LIMIT));
    deliveries().complete(claim, attempt, DeliveryStatus.PENDING);
    assertThat(itemsOf(largest))
        .hasSize(2)
        .allSatisfy(item -> assertThat(size(item)).isLessThan(16 * 1_024));
  }

  @Test
  void writerThatDiesBeforeTheDeliveryMovesOnLosesNothing() {
    WatchedHttp http = new WatchedHttp();
    Deliveries dying = TABLES.through(http).deliveries();
    Delivery delivery = Samples.delivery();
    deliveries().record(delivery);
    AttemptClaim first = claim(delivery, NOW);
    http.watchedBy(Faults.deathAfter(1));
    assertThat(
            Faults.dies(
                () ->
                    dying.complete(
                        first,
                        Samples.attempt(first.number(), AttemptOutcome.UNREACHABLE),
                        DeliveryStatus.FAILED)))
        .isTrue();
    assertThat(itemsOf(delivery)).as("the attempt was put").hasSize(2);
    assertThat(deliveries().attempts(delivery.id())).isEmpty();

    AttemptClaim second = claim(delivery, NOW.plus(LEASE));
    assertThat(second.number()).isEqualTo(first.number());
    Attempt made = Samples.attempt(second.number(), AttemptOutcome.DELIVERED);
    assertThat(deliveries().complete(second, made, DeliveryStatus.DELIVERED))
        .isEqualTo(Completion.COMPLETED);
    assertThat(deliveries().attempts(delivery.id())).containsExactly(made);
  }

  @Test
  void completionMayBeTriedAgainAfterAFault() {
    WatchedHttp http = new WatchedHttp();
    Deliveries dying = TABLES.through(http).deliveries();
    for (int answered = 0; answered < 2; answered++) {
      Delivery delivery = Samples.delivery();
      deliveries().record(delivery);
      AttemptClaim claim = claim(delivery, NOW);
      Attempt attempt = Samples.attempt(claim.number(), AttemptOutcome.DELIVERED);
      http.watchedBy(Faults.deathAfter(answered));
      assertThat(Faults.dies(() -> dying.complete(claim, attempt, DeliveryStatus.DELIVERED)))
          .isTrue();
      for (int again = 0; again < 2; again++) {
        assertThat(deliveries().complete(claim, attempt, DeliveryStatus.DELIVERED))
            .isEqualTo(Completion.COMPLETED);
      }
      assertThat(deliveries().attempts(delivery.id())).containsExactly(attempt);
    }
  }

  @Test
  void lostAnswersChangeNoOutcome() {
    WatchedHttp http = new WatchedHttp();
    Deliveries losing = TABLES.through(http).deliveries();
    Delivery delivery = Samples.delivery();
    deliveries().record(delivery);
    http.watchedBy(Faults.everyAnswerLostOnce());
    Claiming claiming = losing.claim(delivery, NOW, NOW.plus(LEASE));
    assertThat(claiming).isInstanceOf(Claiming.Claimed.class);
    AttemptClaim claim = ((Claiming.Claimed) claiming).claim();
    Attempt attempt = Samples.attempt(claim.number(), AttemptOutcome.DELIVERED);
    assertThat(losing.complete(claim, attempt, DeliveryStatus.DELIVERED))
        .isEqualTo(Completion.COMPLETED);
    assertThat(losing.attempts(delivery.id())).containsExactly(attempt);
    assertThat(losing.find(delivery.id()).orElseThrow().status())
        .isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  void notingALinkIsOneRequestWhateverThereIs() {
    WatchedHttp http = new WatchedHttp();
    Deliveries watched = TABLES.through(http).deliveries();
    Delivery delivery = Samples.delivery();
    for (int times = 0; times < 3; times++) {
      http.watchedBy(Faults.deathAfter(1));
      watched.recordLinkFollowed(delivery.id(), NOW);
      deliveries().record(delivery);
    }
    assertThat(deliveries().find(delivery.id()).orElseThrow().progress().linkFollowedAt())
        .contains(NOW);
  }

  private AttemptClaim claim(Delivery delivery, Instant now) {
    return ((Claiming.Claimed) deliveries().claim(delivery, now, now.plus(LEASE))).claim();
  }

  private Attempt completeOne(Delivery delivery) {
    deliveries().record(delivery);
    Attempt attempt = Samples.attempt(new AttemptNumber(1, 1), AttemptOutcome.DELIVERED);
    deliveries().complete(claim(delivery, NOW), attempt, DeliveryStatus.DELIVERED);
    return attempt;
  }

  private static List<Map<String, AttributeValue>> itemsOf(Delivery delivery) {
    return TABLES
        .client()
        .query(
            request ->
                request
                    .tableName(TABLES.names().deliveries())
                    .keyConditionExpression("id = :id")
                    .expressionAttributeValues(
                        Map.of(":id", AttributeValue.fromS(delivery.id().value()))))
        .items();
  }

  /// As DynamoDB counts: names and values in UTF-8 bytes; numbers take fewer than their digits.
  private static int size(Map<String, AttributeValue> item) {
    return item.entrySet().stream()
        .mapToInt(
            entry ->
                bytes(entry.getKey())
                    + bytes(Optional.ofNullable(entry.getValue().s()).orElse(""))
                    + bytes(Optional.ofNullable(entry.getValue().n()).orElse("")))
        .sum();
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
