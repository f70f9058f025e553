package io.cdrwebhooks.deployment.forget;

import io.cdrwebhooks.aws.DynamoDbStores;
import io.cdrwebhooks.aws.dynamodb.DeliveryItems;
import io.cdrwebhooks.aws.dynamodb.StatisticsItems;
import io.cdrwebhooks.aws.dynamodb.TableDefinition;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbDigests;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbReportWatches;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbStatements;
import io.cdrwebhooks.aws.dynamodb.work.JobItems;
import io.cdrwebhooks.aws.dynamodb.work.LaneItems;
import io.cdrwebhooks.change.ChangeFilter;
import io.cdrwebhooks.change.ChangeRecord;
import io.cdrwebhooks.change.Changes;
import io.cdrwebhooks.configuration.CdrTasks;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.Routing;
import io.cdrwebhooks.configuration.TaskRoutings;
import io.cdrwebhooks.delivery.DeliveryFilter;
import io.cdrwebhooks.delivery.NumberSeries;
import io.cdrwebhooks.paging.Page;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.work.BulkJobId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/// Deletes the stored data about one customer, and reports what was found, deleted and kept. Unless
/// `really` is true, it deletes nothing.
///
/// A repeat is harmless, and continues an interrupted run.
public final class Forgetting {
  private static final String WITH_DELIVERIES = "deleted together with their deliveries";

  private final Stores stores;
  private final boolean really;
  private final StoredItems deliveries;
  private final StoredItems links;
  private final StoredItems statistics;
  private final CdrTasks tasks;
  private final Consumer<String> progress;

  /// The stores of a deployment, with an operator's credentials. Unless `erasesReports` is true,
  /// the reports stay: others may use an existing bucket too.
  public record Stores(DynamoDbStores records, S3Client s3, String bucket, boolean erasesReports) {}

  public Forgetting(Stores stores, boolean really, Consumer<String> progress) {
    this.stores = stores;
    this.really = really;
    this.progress = progress;
    DynamoDbClient client = stores.records().client();
    TableNames tables = stores.records().tables();
    this.deliveries =
        new StoredItems(TableDefinition.DELIVERIES.open(client, tables.deliveries()), really);
    this.links =
        new StoredItems(
            TableDefinition.DOWNLOAD_LINKS.open(client, tables.downloadLinks()), really);
    this.statistics =
        new StoredItems(TableDefinition.STATISTICS.open(client, tables.statistics()), really);
    this.tasks = stores.records().tasks();
  }

  /// Returns why the customer's data cannot be deleted yet; empty if it can.
  public Optional<String> obstacle(Customer customer) {
    return switch (customer) {
      case Customer.OfTask(TaskId task) ->
          tasks.find(task).map(_ -> customer + " exists: first delete it with the API");
      case Customer.OfConfiguration(ConfigurationId id) ->
          stores
              .records()
              .configurations()
              .find(id)
              .map(_ -> customer + " exists: first delete it with the API");
    };
  }

  /// Handles one kind of data after the other. The reports come first, so that reconciliation does
  /// not find one of them again meanwhile.
  ///
  /// @throws IllegalStateException if it must delete, and the customer's data cannot be deleted yet
  public List<StoreReport> forget(Customer customer) throws InterruptedException {
    Optional<String> obstacle = obstacle(customer);
    if (really && obstacle.isPresent()) {
      throw new IllegalStateException(obstacle.get());
    }
    List<StoreReport> report = new ArrayList<>();
    switch (customer) {
      case Customer.OfTask(TaskId task) -> task(task, report);
      case Customer.OfConfiguration(ConfigurationId id) -> configuration(id, report);
    }
    report.add(changes(customer));
    report.addAll(elsewhere());
    return report;
  }

  private void task(TaskId task, List<StoreReport> report) throws InterruptedException {
    report.add(
        StoreReport.of(
            "reports in the bucket",
            new ReportObjects(stores.s3(), stores.bucket(), really && stores.erasesReports())
                .erase(task),
            stores.erasesReports()
                ? ""
                : "kept: the environment did not create "
                    + stores.bucket()
                    + ", so others may use it too; SHARED_REPORTS=1 deletes them for all"));
    DeliveryTraces.Erased erased = traces().erase(DeliveryFilter.ALL.ofTask(task));
    add(erased, counters(task), report);
    report.add(
        StoreReport.of(
            "watch over the task", deliveries.erase(DynamoDbReportWatches.key(task)), ""));
    report.add(
        StoreReport.uncounted(
            "statements",
            "names of files in the statements of its configurations, until 90 days after each day;"
                + " forget these configurations, too"));
    report.add(
        StoreReport.uncounted(
            "table of tasks",
            "for ever: its number, and its configurations with their times, so that a late report"
                + " finds its owner"));
  }

  /// Handles the counters to which no delivery refers any more.
  private ErasureCount counters(TaskId task) {
    return tasks.routings(task).history().stream()
        .map(TaskRoutings.Since::routing)
        .filter(Routing.To.class::isInstance)
        .map(routing -> ((Routing.To) routing).configuration())
        .distinct()
        .map(id -> new NumberSeries(id, task).toString())
        .map(series -> deliveries.erase(DeliveryItems.counterKey(series)))
        .reduce(ErasureCount.NONE, ErasureCount::plus);
  }

  private void configuration(ConfigurationId id, List<StoreReport> report)
      throws InterruptedException {
    DeliveryTraces.Erased erased = traces().erase(DeliveryFilter.ALL.ofConfiguration(id));
    add(erased, ErasureCount.NONE, report);
    report.add(
        StoreReport.of(
            "statements", deliveries.erasePartition(DynamoDbStatements.partition(id)), ""));
    report.add(
        StoreReport.of(
            "lane, digest and job of statements",
            deliveries
                .erase(LaneItems.key(id))
                .plus(deliveries.erase(DynamoDbDigests.key(id)))
                .plus(deliveries.erase(JobItems.key(BulkJobId.ofStatements(id)))),
            ""));
    report.add(
        StoreReport.of(
            "counts and last failure",
            statistics.erasePartition(StatisticsItems.partition(id)),
            ""));
    report.add(
        StoreReport.uncounted(
            "reports in the bucket", "they belong to the tasks: forget these, too"));
    report.add(
        StoreReport.uncounted(
            "requests of its receiver", "ids of the last hour, for two hours more"));
  }

  private DeliveryTraces traces() {
    return new DeliveryTraces(deliveries, links, progress);
  }

  private void add(DeliveryTraces.Erased erased, ErasureCount more, List<StoreReport> report) {
    report.add(StoreReport.of("deliveries", erased.deliveries(), ""));
    if (really) {
      report.add(StoreReport.of("their attempts and notes", erased.attempts(), ""));
      report.add(StoreReport.of("their links and receipts", erased.links(), ""));
      report.add(StoreReport.of("counters of numbers", erased.counters().plus(more), ""));
    } else {
      report.add(
          StoreReport.uncounted("their attempts, links, receipts and numbers", WITH_DELIVERIES));
    }
  }

  /// Counts the records of changes, which stay as evidence of who made them.
  private StoreReport changes(Customer customer) {
    Changes changes = stores.records().changes();
    long found = 0;
    Optional<String> cursor = Optional.empty();
    do {
      Page<ChangeRecord> page = changes.list(ChangeFilter.about(customer.thing()), cursor, 100);
      found += page.items().size();
      cursor = page.nextCursor();
    } while (cursor.isPresent());
    return StoreReport.of(
        "records of changes",
        new ErasureCount(found, 0),
        "kept as evidence for 400 days after each: who changed what, and the fields before and"
            + " after");
  }

  private static List<StoreReport> elsewhere() {
    return List.of(
        StoreReport.uncounted(
            "attempts of deliveries that have expired",
            "90 days after each: only its delivery leads to an attempt"),
        StoreReport.uncounted(
            "jobs and notices to receivers", "ids, and names of tasks, 90 days after each"),
        StoreReport.uncounted(
            "queues and dead letters", "keys of objects, 14 days, and 14 more as dead letters"),
        StoreReport.uncounted("logs", "keys of objects, ids and addresses, for logsKeptDays"),
        StoreReport.uncounted(
            "earlier states of the tables", "35 days, and in backups until someone deletes them"),
        StoreReport.uncounted(
            "e-mails, and files that receivers have downloaded", "not in this deployment"));
  }
}
