package io.cdrwebhooks.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.dynamodb.MeasuredReads.Cost;
import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryFilter;
import io.cdrwebhooks.delivery.DeliveryLists.StatusShard;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.paging.Page;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// Tests that a page of deliveries costs the same, however many are stored: no list scans.
@Tag("slow")
@SpeaksToAws
class ListCostTest {
  private static final TaskId TASK = Samples.taskId();
  private static final ConfigurationId CONFIGURATION = Samples.configurationId();
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final int PAGE = 100;

  /// Enough deliveries for each shard of each list to have more than a page reads of it.
  private static final int FEW = 800;

  private static final int MANY = 2_400;
  private static final int AT_ONCE = 25;

  private final TestTables tables = TestTables.create();
  private final MeasuredReads reads = new MeasuredReads();
  private final Deliveries deliveries = tables.watchedBy(reads).deliveries();
  private int stored;

  private static Map<String, DeliveryFilter> lists() {
    Map<String, DeliveryFilter> lists = new LinkedHashMap<>();
    lists.put("all", DeliveryFilter.ALL);
    lists.put("all since", DeliveryFilter.ALL.since(START.plusMillis(1)));
    lists.put("status that stands still", filter(false, false, DeliveryStatus.FAILED));
    lists.put("status that moves", filter(false, false, DeliveryStatus.DELIVERED));
    lists.put("task", filter(true, false, null));
    lists.put("task since", filter(true, false, null).since(START.plusMillis(1)));
    lists.put("task, status that moves", filter(true, false, DeliveryStatus.PENDING));
    lists.put("task, status that stands still", filter(true, false, DeliveryStatus.FAILED));
    lists.put("configuration", filter(false, true, null));
    lists.put("configuration and task", filter(true, true, null));
    lists.put("everything", filter(true, true, DeliveryStatus.FAILED));
    return lists;
  }

  @Test
  void pageCostsTheSameWithFewDeliveriesAndWithMany() {
    store(FEW);
    Map<String, List<Cost>> few = costs();
    store(MANY);
    Map<String, List<Cost>> many = costs();
    assertThat(many).isEqualTo(few);
    assertThat(many.values().stream().flatMap(List::stream))
        .allSatisfy(
            cost -> {
              assertThat(cost.requests()).as("requests").isLessThanOrEqualTo(5);
              assertThat(cost.items()).as("items").isLessThanOrEqualTo(5 * PAGE);
            });
  }

  /// No delivery matches, so the page is empty; it reads as much as any other, and has a next page.
  @Test
  void emptyPageCostsNoMore() {
    store(300);
    for (DeliveryFilter nothing :
        List.of(
            filter(false, false, DeliveryStatus.PENDING),
            filter(true, false, DeliveryStatus.DELIVERED))) {
      Page<Delivery> page = deliveries.list(nothing, Optional.empty(), 1);
      assertThat(page.items()).isEmpty();
      assertThat(page.nextCursor()).isPresent();
      assertThat(reads.taken().items()).isLessThanOrEqualTo(5 * PAGE);
    }
  }

  /// If one index serves a list, a small page reads at most its own number of items from each
  /// partition.
  @Test
  void smallPageReadsLittle() {
    store(200);
    assertThat(deliveries.list(filter(true, false, null), Optional.empty(), 10).items())
        .hasSize(10);
    assertThat(reads.taken()).matches(cost -> cost.requests() == 5 && cost.items() == 50);
    assertThat(deliveries.list(DeliveryFilter.ALL, Optional.empty(), 10).items()).hasSize(10);
    assertThat(reads.taken()).matches(cost -> cost.requests() == 5 && cost.items() == 50);
  }

  /// A name takes one query for each shard and one read of the found deliveries; the start of many
  /// names takes at most twice as many queries.
  @Test
  void nameIsFoundAtTheSameCostAmongFewDeliveriesAndAmongMany() {
    store(FEW);
    List<Cost> few = searches();
    store(MANY);

    assertThat(searches()).isEqualTo(few);
    assertThat(few.getFirst()).matches(cost -> cost.requests() == 5 && cost.items() == 2);
    assertThat(few.getLast().requests()).isLessThanOrEqualTo(9);
    assertThat(few.getLast().items()).isLessThanOrEqualTo(4 * 2 * 21 + 21);
  }

  private List<Cost> searches() {
    assertThat(deliveries.named("TX00000007.zip", 21)).hasSize(1);
    Cost exact = reads.taken();
    assertThat(deliveries.named("tx0000", 21)).hasSize(21);
    return List.of(exact, reads.taken());
  }

  /// As a recovery or a release reads it, while deliveries of another configuration wait.
  @Test
  void listDoesNotReadDeliveriesOfOtherConfigurations() {
    store(400);
    TimeRange day = new TimeRange(START, START.plus(Duration.ofDays(1)));
    Optional<ConfigurationId> another = Optional.of(Samples.configurationId());
    for (StatusShard list : StatusShard.all(DeliveryStatus.FAILED, another)) {
      assertThat(deliveries.withStatus(list, day, Optional.empty(), PAGE).items()).isEmpty();
    }
    assertThat(reads.taken().items()).isZero();
  }

  /// As a recovery reads it while a task that no configuration has ever had sends many reports: for
  /// each page a query of the list, one delivery, and a query of its task.
  @Test
  void unroutedReportsOfAnotherTaskAreNotReadThemselves() {
    store(400, _ -> DeliveryProgress.kept(DeliveryStatus.UNROUTED, "no task"));
    TimeRange day = new TimeRange(START, START.plus(Duration.ofDays(1)));
    for (int shard = 0; shard < Deliveries.LIST_SHARDS; shard++) {
      Page<Delivery> page = deliveries.unrouted(shard, _ -> false, day, Optional.empty(), PAGE);
      assertThat(page.items()).isEmpty();
    }
    Cost cost = reads.taken();
    assertThat(cost.requests()).isEqualTo(3 * Deliveries.LIST_SHARDS);
    assertThat(cost.units()).as("400 whole deliveries are 400 units").isLessThan(25);
  }

  /// Of each list the first page and the second.
  private Map<String, List<Cost>> costs() {
    Map<String, List<Cost>> costs = new LinkedHashMap<>();
    lists()
        .forEach(
            (name, filter) -> {
              List<Cost> pages = new ArrayList<>();
              Page<Delivery> first = deliveries.list(filter, Optional.empty(), PAGE);
              pages.add(reads.taken());
              var _ = deliveries.list(filter, first.nextCursor(), PAGE);
              pages.add(reads.taken());
              costs.put(name, pages);
            });
    return costs;
  }

  /// All of one task and one configuration, all FAILED, in items of one size; several share each
  /// instant.
  private void store(int until) {
    store(until, _ -> DeliveryProgress.kept(DeliveryStatus.FAILED, "why"));
  }

  private void store(int until, IntFunction<DeliveryProgress> progress) {
    List<WriteRequest> writes = new ArrayList<>();
    for (; stored < until; stored++) {
      Item item = DeliveryItems.item(delivery(stored, progress.apply(stored)));
      writes.add(
          WriteRequest.builder()
              .putRequest(PutRequest.builder().item(item.attributes()).build())
              .build());
      if (writes.size() == AT_ONCE) {
        var _ =
            tables
                .client()
                .batchWriteItem(
                    batch -> batch.requestItems(Map.of(tables.names().deliveries(), writes)));
        writes.clear();
      }
    }
  }

  private static Delivery delivery(int number, DeliveryProgress progress) {
    ReportVersion report =
        new ReportVersion(
            "cdr-reports",
            new ReportKey(TASK, "tx%08d.zip".formatted(number)),
            Optional.of("version"));
    return Samples.with(
        Samples.delivery(report, CONFIGURATION, START.plusMillis(number / 3)), progress);
  }

  private static DeliveryFilter filter(
      boolean ofTask, boolean ofConfiguration, @Nullable DeliveryStatus status) {
    DeliveryFilter filter = DeliveryFilter.ALL;
    if (ofTask) {
      filter = filter.ofTask(TASK);
    }
    if (ofConfiguration) {
      filter = filter.ofConfiguration(CONFIGURATION);
    }
    return status == null ? filter : filter.withStatus(status);
  }
}
