package io.cdrwebhooks.deployment.forget;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.dynamodb.DynamoDbCdrTasks;
import io.cdrwebhooks.aws.dynamodb.DynamoDbChanges;
import io.cdrwebhooks.aws.dynamodb.DynamoDbDeliveries;
import io.cdrwebhooks.aws.dynamodb.DynamoDbDownloadLinks;
import io.cdrwebhooks.aws.dynamodb.DynamoDbWebhookConfigurations;
import io.cdrwebhooks.aws.dynamodb.TestTables;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbReportWatches;
import io.cdrwebhooks.change.ChangeId;
import io.cdrwebhooks.change.ChangeRecord;
import io.cdrwebhooks.configuration.CdrTasks;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.NextState;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.json.Json;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.link.DownloadLinks;
import io.cdrwebhooks.link.FileReceipt;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.statement.StatementPart;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJobId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;

/// A customer with a task and a configuration, and something about it in each store.
final class TestCustomer {
  static final int DELIVERIES = 3;
  private static final Instant NOW = Samples.NOW;

  private final TestTables tables;
  private final S3Client s3;
  private final String bucket;
  private final TaskId task = Samples.taskId();
  private final WebhookConfiguration configuration = Samples.configuration();
  private final List<String> names = new ArrayList<>();

  TestCustomer(TestTables tables, S3Client s3, String bucket) {
    this.tables = tables;
    this.s3 = s3;
    this.bucket = bucket;
    names.add(configuration.id().value());
    names.add(configuration.id().value().substring("cfg_".length()));
    names.add(configuration.name());
  }

  Customer task() {
    return new Customer.OfTask(task);
  }

  Customer configuration() {
    return new Customer.OfConfiguration(configuration.id());
  }

  void storeTraces() {
    assertThat(configurations().create(configuration))
        .isInstanceOf(WebhookConfigurations.Saving.Saved.class);
    assertThat(tasks().save(Samples.task(task, Optional.of(configuration.id())), Optional.empty()))
        .isInstanceOf(CdrTasks.Saving.Saved.class);
    List<Delivery> deliveries = new ArrayList<>();
    for (int i = 0; i < DELIVERIES; i++) {
      deliveries.add(delivered(i));
    }
    Delivery first = deliveries.getFirst();
    assertThat(tables.notes().begin(first.id().value(), 1, NOW, 5)).isTrue();
    String deliveriesTable = tables.names().deliveries();
    new DynamoDbReportWatches(tables.client(), deliveriesTable)
        .begin(task, NOW.plusSeconds(60), NOW);
    tables.lanes().wakeBefore(configuration.id(), Optional.empty(), NOW);
    tables
        .digests()
        .add(
            new Notice.LinkUnused(
                first.id(), task, configuration.id(), first.report().fileName(), NOW),
            NOW);
    assertThat(tables.statements().add(statement(first))).isTrue();
    assertThat(tables.jobs().create(jobOfStatements())).isTrue();
    for (String hour : List.of("2026-03-01T12", "last")) {
      tables
          .client()
          .putItem(
              put ->
                  put.tableName(tables.names().statistics())
                      .item(
                          Map.of(
                              "series", AttributeValue.fromS(configuration.id().value()),
                              "bucket", AttributeValue.fromS(hour))));
    }
    for (Customer each : List.of(task(), configuration())) {
      new DynamoDbChanges(tables.client(), tables.names().changes()).put(change(each));
    }
  }

  /// Deletes the task and the configuration, as the API does.
  void delete() {
    assertThat(tasks().delete(task, Optional.empty(), NOW))
        .isInstanceOf(CdrTasks.Deletion.Deleted.class);
    assertThat(configurations().delete(configuration.id(), Optional.empty()))
        .isInstanceOf(WebhookConfigurations.Deletion.Deleted.class);
  }

  /// Returns whether a stored item says something about this customer.
  boolean isIn(Map<String, AttributeValue> item) {
    String text = item.toString();
    return names.stream().anyMatch(text::contains)
        || AttributeValue.fromN(task.toString()).equals(item.get("taskId"))
        || AttributeValue.fromS("watch_" + task).equals(item.get("id"))
        || AttributeValue.fromS("task:" + task).equals(item.get("about"));
  }

  /// Returns which of the items that stay this is.
  String kind(Map<String, AttributeValue> item) {
    if (item.containsKey("routings") && !item.containsKey("taskName")) {
      return "task";
    }
    return item.containsKey("about") ? "change" : item.toString();
  }

  int reports() {
    return s3.listObjectsV2(list -> list.bucket(bucket).prefix("reports/" + task + "/")).keyCount();
  }

  /// A numbered delivery with an attempt, a link and a receipt, and its report.
  private Delivery delivered(int number) {
    ReportKey key = new ReportKey(task, "of-" + UUID.randomUUID() + ".zip");
    s3.putObject(put -> put.bucket(bucket).key(key.text()), RequestBody.fromString("x"));
    Delivery delivery =
        Samples.delivery(
                new ReportVersion(bucket, key, Optional.of("v")),
                configuration.id(),
                NOW.plusSeconds(number))
            .inspected(new Inspection(1, ""));
    names.add(delivery.id().value());
    names.add(key.fileName());
    Deliveries deliveries = new DynamoDbDeliveries(tables.client(), tables.names().deliveries());
    assertThat(deliveries.recordNumbered(delivery))
        .isInstanceOf(Deliveries.Recording.Recorded.class);
    Instant later = NOW.plusSeconds(100);
    Deliveries.Claiming claiming = deliveries.claim(delivery, later, later.plusSeconds(60));
    Deliveries.Completion completion =
        deliveries.complete(
            ((Deliveries.Claiming.Claimed) claiming).claim(),
            Samples.attempt(delivery.progress().lastAttempt().next(), AttemptOutcome.DELIVERED),
            NextState.delivered(later.plusSeconds(3_600)));
    assertThat(completion).isEqualTo(Deliveries.Completion.COMPLETED);
    DownloadLinks links =
        new DynamoDbDownloadLinks(tables.client(), tables.names().downloadLinks());
    links.issue(DownloadLink.issue(Samples.token(), delivery, NOW));
    assertThat(links.record(new FileReceipt(NOW, "0a".repeat(32)), delivery.id())).isTrue();
    return delivery;
  }

  private StatementPart statement(Delivery delivery) {
    return new StatementPart(
        configuration.id(),
        LocalDate.parse("2026-03-01"),
        1,
        "{\"fileName\":\"" + delivery.report().fileName() + "\"}",
        Optional.empty());
  }

  private BulkJob jobOfStatements() {
    TimeRange day = new TimeRange(NOW, NOW.plusSeconds(86_400));
    return BulkJob.create(
        BulkJobId.ofStatements(configuration.id()),
        new BulkJob.Task.MakeStatements(configuration.id(), day),
        NOW);
  }

  private static ChangeRecord change(Customer customer) {
    return new ChangeRecord(
        ChangeId.of(UUID.randomUUID().toString(), Json.instant(NOW)),
        NOW,
        new ChangeRecord.Actor("issuer", "operator", "", "192.0.2.1", ""),
        "request",
        "SAVE",
        Optional.of(customer.thing()),
        ChangeRecord.NOTHING,
        ChangeRecord.NOTHING,
        OptionalInt.of(200));
  }

  private WebhookConfigurations configurations() {
    return new DynamoDbWebhookConfigurations(
        tables.client(), tables.names().webhookConfigurations(), Optional.empty());
  }

  private CdrTasks tasks() {
    return new DynamoDbCdrTasks(
        tables.client(),
        tables.names().webhookConfigurations(),
        tables.names().cdrTasks(),
        Optional.empty());
  }
}
