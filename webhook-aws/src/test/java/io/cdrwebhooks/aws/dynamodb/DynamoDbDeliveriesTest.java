package io.cdrwebhooks.aws.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.answer.AnswerHeader;
import io.cdrwebhooks.answer.AttemptTimings;
import io.cdrwebhooks.answer.RefusalCheck;
import io.cdrwebhooks.answer.SafeText;
import io.cdrwebhooks.aws.dynamodb.trace.LinkUseUpdate;
import io.cdrwebhooks.configuration.GatewayCredentials;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.AttemptsContract;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.DeliveriesContract;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryRoundsContract;
import io.cdrwebhooks.delivery.LinkUse;
import io.cdrwebhooks.delivery.LinkUsesContract;
import io.cdrwebhooks.delivery.NextState;
import io.cdrwebhooks.delivery.SentRequest;
import io.cdrwebhooks.delivery.Trace;
import io.cdrwebhooks.delivery.WebhookPayload;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.gateway.RequestHeader;
import io.cdrwebhooks.receiver.ReceiverUrl;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.Samples;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// Tests that the deliveries in DynamoDB keep the contract, and the promises of the table's layout.
@SpeaksToAws
class DynamoDbDeliveriesTest
    implements DeliveriesContract, LinkUsesContract, AttemptsContract, DeliveryRoundsContract {
  private static final TestTables TABLES = TestTables.create();
  private static final NextState DELIVERED = NextState.delivered(NOW.plusSeconds(3_600));
  private static final Optional<Duration> MAX_PHASE = Optional.of(Duration.ofSeconds(15));
  private static final AttemptTimings MAX_TIMINGS =
      new AttemptTimings(MAX_PHASE, MAX_PHASE, MAX_PHASE, MAX_PHASE);

  @Override
  public Deliveries deliveries() {
    return TABLES.deliveries();
  }

  @Test
  void attemptsAreInNoIndex() {
    Delivery delivery = Samples.delivery();
    completeOne(delivery);

    assertThat(TABLES.itemsOf(delivery))
        .hasSize(2)
        .filteredOn(item -> !item.get("item").s().equals("delivery"))
        .singleElement()
        .satisfies(attempt -> assertThat(TestTables.indexesOf(attempt)).isEmpty());
  }

  @Test
  void deliveryAndAttemptsAreKeptForNinetyDays() {
    Delivery delivery = Samples.delivery();
    Attempt attempt = completeOne(delivery);
    Duration kept = Duration.ofDays(90);
    assertThat(TABLES.itemsOf(delivery))
        .extracting(item -> item.get(TableDefinition.TIME_TO_LIVE).n())
        .containsExactlyInAnyOrder(
            Long.toString(delivery.createdAt().plus(kept).getEpochSecond()),
            Long.toString(attempt.startedAt().plus(kept).getEpochSecond()));
  }

  /// A round and the links of its last attempt end long before that.
  @Test
  void redeliveredRecordIsKeptForNinetyDaysMore() {
    Delivery delivery = Samples.delivery();
    completeOne(delivery);
    Instant late = delivery.createdAt().plus(Duration.ofDays(89));

    deliveries()
        .restart(
            delivery.id(),
            Set.of(deliveries().find(delivery.id()).orElseThrow().status()),
            delivery.configurationId().orElseThrow(),
            late);

    assertThat(TABLES.itemsOf(delivery))
        .filteredOn(item -> item.get("item").s().equals("delivery"))
        .extracting(item -> Long.parseLong(item.get(TableDefinition.TIME_TO_LIVE).n()))
        .containsExactly(late.plus(Duration.ofDays(90)).getEpochSecond());
  }

  @Test
  void largestItemsStayBelow20KiB() {
    TaskId task = new TaskId((1L << 53) - 1);
    String fileName = "\u20ac".repeat(330);
    Delivery largest =
        new Delivery(
            Samples.delivery().id(),
            Optional.of(Samples.configurationId()),
            new Delivery.Upload(
                new ReportVersion(
                    "b".repeat(63),
                    new ReportKey(task, fileName, true),
                    Optional.of("v".repeat(1_024))),
                NOW,
                Long.MAX_VALUE,
                Optional.of(
                    new Inspection(
                        Long.MAX_VALUE, "e".repeat(2_048), Optional.of("f".repeat(64))))),
            NOW,
            Samples.delivery().progress());
    deliveries().record(largest);
    AttemptClaim claim = claimed(largest, NOW);
    Attempt attempt =
        new Attempt(
            claim.number(),
            NOW,
            Duration.ofSeconds(15),
            MAX_TIMINGS,
            Optional.of("255.255.255.255:65535"),
            OptionalInt.of(503),
            AttemptOutcome.REJECTED,
            "\u20ac".repeat(Attempt.MAX_REASON),
            SafeText.hiding(List.of()).clean("\u20ac".repeat(SafeText.LIMIT).getBytes(UTF_8)),
            Optional.of(NOW.plusSeconds(5)),
            Optional.of(longestRequest(largest)),
            AnswerHeader.safe(
                Collections.nCopies(
                    AnswerHeader.MAX_HEADERS,
                    new AnswerHeader("x".repeat(100), "\u20ac".repeat(30))),
                SafeText.hiding(List.of())),
            Optional.of(new RefusalCheck(OptionalInt.of(401), OptionalInt.of(401))));
    String reason = "\u20ac".repeat(Attempt.MAX_REASON);
    deliveries().complete(claim, attempt, NextState.failed(reason));
    for (int i = 0; i < Trace.MAX_FOLLOWS; i++) {
      deliveries().recordLinkFollowed(largest.id(), Samples.follow(NOW, "a".repeat(45)));
      deliveries().noteCopy(largest.id(), Samples.delivery().id());
    }
    assertThat(TABLES.itemsOf(largest))
        .hasSize(2)
        .allSatisfy(item -> assertThat(ItemSize.bytes(item)).isLessThan(20 * 1_024));
  }

  /// The API takes 2,048 characters of a URL and 100 of a name; all metadata of an object are 2
  /// KiB.
  private static SentRequest longestRequest(Delivery delivery) {
    return new SentRequest(
        new ReceiverUrl(URI.create("https://h/" + "\u20ac".repeat(2_038))),
        new WebhookPayload(
            URI.create("https://" + "h".repeat(253) + "/bulk/cdr-mgr/v1/files/(hidden)"),
            NOW.truncatedTo(ChronoUnit.SECONDS),
            delivery.report().fileName(),
            delivery.sizeBytes(),
            new Inspection(Long.MAX_VALUE, "e".repeat(2_048), Optional.of("f".repeat(64))),
            "\u20ac".repeat(100),
            delivery.taskId(),
            Optional.empty()),
        2,
        Collections.nCopies(GatewayCredentials.MAX_HEADERS, "x".repeat(RequestHeader.MAX_NAME)),
        List.of());
  }

  /// Attempts stored before requests were kept.
  @Test
  void attemptWithoutARequestIsReadable() {
    Delivery delivery = Samples.delivery();
    Attempt attempt = completeOne(delivery);
    assertThat(attempt.request()).isEmpty();
    assertThat(deliveries().attempts(delivery.id())).containsExactly(attempt);
    assertThat(TABLES.itemsOf(delivery)).noneMatch(item -> item.containsKey("url"));
  }

  @Test
  void linkOfADeliveredDeliveryIsNotedWithOneRequest() {
    WatchedHttp http = new WatchedHttp();
    Deliveries watched = TABLES.through(http).deliveries();
    Delivery delivery = Samples.delivery();
    deliveries().record(delivery);
    AttemptClaim claim = claimed(delivery, NOW);
    deliveries()
        .complete(claim, Samples.attempt(claim.number(), AttemptOutcome.DELIVERED), DELIVERED);
    for (int times = 0; times < 2; times++) {
      http.watchedBy(Faults.deathAfter(1));
      watched.recordLinkFollowed(delivery.id(), Samples.follow(NOW, "198.51.100.9"));
    }
    assertThat(deliveries().find(delivery.id()).orElseThrow().progress().linkUse())
        .contains(new LinkUse(NOW, 2, NOW, "198.51.100.9"));
  }

  /// The policy of the download function allows no other requests (FunctionsTest of `infra`). The
  /// emulators do not enforce such conditions.
  @Test
  void linkUseNamesOnlyItsAttributesAndSeesNoOthers() {
    List<UpdateItemRequest> sent = new ArrayList<>();
    Deliveries watched = TABLES.watchedBy(new Updates(sent)).deliveries();
    Delivery delivery = Samples.delivery();
    deliveries().record(delivery);
    watched.recordLinkFollowed(delivery.id(), Samples.follow(NOW, "")); // still PENDING
    AttemptClaim claim = claimed(delivery, NOW);
    deliveries()
        .complete(claim, Samples.attempt(claim.number(), AttemptOutcome.DELIVERED), DELIVERED);
    for (int i = 0; i < Trace.MAX_FOLLOWS + 1; i++) {
      watched.recordLinkFollowed(delivery.id(), Samples.follow(NOW, "198.51.100.9"));
    }
    watched.recordLinkFollowed(Samples.delivery().id(), Samples.follow(NOW, "198.51.100.9"));

    Set<String> named = new HashSet<>();
    for (UpdateItemRequest update : sent) {
      named.addAll(update.key().keySet());
      named.addAll(update.expressionAttributeNames().values());
      assertThat(update.returnValues()).isEqualTo(ReturnValue.UPDATED_NEW);
      assertThat(update.returnValuesOnConditionCheckFailure()).as("of the whole item").isNull();
    }
    assertThat(named).containsExactlyInAnyOrderElementsOf(LinkUseUpdate.ATTRIBUTES);
  }

  /// Notes every update that a client sends.
  private record Updates(List<UpdateItemRequest> sent) implements ExecutionInterceptor {
    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
      sent.add((UpdateItemRequest) context.request());
    }
  }

  private Attempt completeOne(Delivery delivery) {
    deliveries().record(delivery);
    Attempt attempt = Samples.attempt(new AttemptNumber(1, 1), AttemptOutcome.DELIVERED);
    deliveries().complete(claimed(delivery, NOW), attempt, DELIVERED);
    return attempt;
  }
}
