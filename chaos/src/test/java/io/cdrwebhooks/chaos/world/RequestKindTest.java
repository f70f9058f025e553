package io.cdrwebhooks.chaos.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.AwsService;
import io.cdrwebhooks.aws.dynamodb.DynamoDbDeliveries;
import io.cdrwebhooks.aws.dynamodb.DynamoDbTables;
import io.cdrwebhooks.aws.dynamodb.DynamoDbWebhookConfigurations;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbBulkJobs;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbDigests;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbDueIndex;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbWorkNotes;
import io.cdrwebhooks.aws.sqs.SqsWorkMessages;
import io.cdrwebhooks.aws.sqs.WorkQueues;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.Deliveries.Claiming;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.NextState;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.emulators.AwsEndpoints;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.DueWork;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Tests that the proxies recognise the requests of the real stores. Otherwise a kill would miss
/// its cut point, or a repeat would get the wrong cause.
class RequestKindTest {
  private static final Timeline TIMELINE = new Timeline();
  private static final Killer PASSED_BY =
      new Killer(Killer.Plan.everywhere(Duration.ofHours(1)), new Dice(1), TIMELINE);

  @AutoClose private static AwsEndpoints aws;
  @AutoClose private static FaultProxy dynamoDbProxy;
  @AutoClose private static FaultProxy sqsProxy;
  @AutoClose private static AwsClients clients;
  private static DynamoDbDeliveries deliveries;

  @BeforeAll
  static void start() throws InterruptedException {
    aws = AwsEndpoints.start();
    InjectedFaults good = new InjectedFaults(new Dice(1));
    dynamoDbProxy = new FaultProxy(Service.DYNAMODB, aws.dynamoDb(), good, PASSED_BY, TIMELINE);
    sqsProxy = new FaultProxy(Service.SQS, aws.sqs(), good, PASSED_BY, TIMELINE);
    clients =
        new AwsClients(
            new AwsAccess(
                Region.of(aws.region()),
                aws.accessKey().credentials(),
                Map.of(
                    AwsService.DYNAMODB, dynamoDbProxy.endpoint(),
                    AwsService.SQS, sqsProxy.endpoint())));
    DynamoDbTables.create(clients.dynamoDb(), TableNames.withPrefix(""));
    deliveries = new DynamoDbDeliveries(clients.dynamoDb(), "deliveries");
  }

  @Test
  void everyWriteOfADeliveryHasItsName() {
    Delivery delivery = Samples.delivery();
    Instant now = Samples.NOW;
    deliveries.record(delivery);
    Claiming.Claimed claimed =
        (Claiming.Claimed) deliveries.claim(delivery, now, now.plusSeconds(60));
    Attempt attempt = Samples.attempt(claimed.claim().number(), AttemptOutcome.REJECTED);
    deliveries.complete(claimed.claim(), attempt, NextState.failed("no", now));
    deliveries.clearDueAt(delivery.id(), now);
    deliveries.restart(
        delivery.id(),
        Set.of(DeliveryStatus.FAILED),
        delivery.configurationId().orElseThrow(),
        now);
    deliveries.stop(
        deliveries.find(delivery.id()).orElseThrow(),
        now,
        new NextState(DeliveryStatus.HELD, "disabled", Optional.empty(), 0));
    for (String write :
        Set.of("record", "claim", "attempt", "complete", "clear-due-at", "restart", "stop")) {
      assertThat(
              TIMELINE.wasStored(
                  delivery.id().value(), "deliveries/" + write, Instant.MIN, Instant.MAX))
          .as(write)
          .isTrue();
    }
  }

  @Test
  void refusedWriteDoesNotCountAsStored() {
    Delivery delivery = Samples.delivery();
    deliveries.record(delivery);
    Instant now = Samples.NOW;
    deliveries.claim(delivery, now, now.plusSeconds(60));
    Instant second = Instant.now();
    assertThat(deliveries.claim(delivery, now, now.plusSeconds(61)))
        .isInstanceOf(Claiming.Refused.class);
    assertThat(TIMELINE.wasStored(delivery.id().value(), "deliveries/claim", second, Instant.MAX))
        .isFalse();
  }

  @Test
  void jobsNotesIndexesAndMessagesHaveTheirNames() {
    DynamoDbClient dynamoDb = clients.dynamoDb();
    Instant now = Samples.NOW;
    BulkJob job =
        BulkJob.create(
            BulkJobId.of(UUID.randomUUID()),
            new BulkJob.Task.Reconcile("cdr-reports", new TimeRange(now.minusSeconds(9), now)),
            now);
    DynamoDbBulkJobs jobs = new DynamoDbBulkJobs(dynamoDb, "deliveries");
    jobs.create(job);
    jobs.find(job.id());
    DynamoDbWorkNotes notes = new DynamoDbWorkNotes(dynamoDb, "deliveries");
    assertThat(notes.begin("m0", 3, now, 3)).isTrue();
    assertThat(notes.end("m0")).isTrue();
    new DynamoDbDigests(dynamoDb, "deliveries").find(Samples.configurationId());
    new DynamoDbDueIndex(dynamoDb, "deliveries").due(0, now, 10);
    String queueUrl =
        clients.sqs().createQueue(create -> create.queueName("background-work")).queueUrl();
    URI proxied = URI.create(sqsProxy.endpoint() + URI.create(queueUrl).getPath());
    new SqsWorkMessages(clients::sqs, new WorkQueues(proxied, proxied))
        .send(new DueWork.OfJob(job.id()), Duration.ZERO);
    assertThat(PASSED_BY.cutPoints())
        .containsKeys(
            "before jobs/put",
            "after jobs/get",
            "after notes/update",
            "after notes/delete",
            "before digests/get",
            "before deliveries/query-due",
            "after background-work/SendMessage");
  }

  @Test
  void transactionHasTheNameOfItsFirstWrite() {
    new DynamoDbWebhookConfigurations(clients.dynamoDb(), "webhook-configurations")
        .create(Samples.configuration());
    assertThat(PASSED_BY.cutPoints()).containsKeys("before webhook-configurations/put");
  }

  @Test
  void unknownUpdateFailsTheRun() {
    Map<String, AttributeValue> key =
        Map.of(
            "id", AttributeValue.fromS(Samples.delivery().id().value()),
            "item", AttributeValue.fromS("delivery"));
    assertThatThrownBy(
            () ->
                clients
                    .dynamoDb()
                    .updateItem(
                        update ->
                            update
                                .tableName("deliveries")
                                .key(key)
                                .updateExpression("REMOVE unheardOf")))
        .isInstanceOf(SdkClientException.class);
    assertThat(TIMELINE.unknownRequests())
        .anyMatch(text -> text.endsWith("update must be a known one: REMOVE unheardOf"));
  }
}
