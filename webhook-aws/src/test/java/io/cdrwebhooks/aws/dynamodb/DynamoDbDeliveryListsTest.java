package io.cdrwebhooks.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Shards;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryFilter;
import io.cdrwebhooks.delivery.DeliveryFiltersContract;
import io.cdrwebhooks.delivery.DeliveryLists.StatusShard;
import io.cdrwebhooks.delivery.DeliveryListsContract;
import io.cdrwebhooks.delivery.DeliveryNamesContract;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.DeliveryStore;
import io.cdrwebhooks.delivery.NumberedDeliveriesContract;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.testing.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/// Tests that the lists of deliveries in DynamoDB keep the contract, also while an index lags.
@SpeaksToAws
class DynamoDbDeliveryListsTest
    implements DeliveryFiltersContract,
        DeliveryListsContract,
        DeliveryNamesContract,
        NumberedDeliveriesContract {
  private static final TestTables TABLES = TestTables.create();

  @Override
  public Deliveries deliveries() {
    return TABLES.deliveries();
  }

  /// A read that is not consistent may miss a delivery that the index has already.
  @Test
  void unroutedDeliveryIsListedThoughItsLookUpFindsNothing() {
    TimeRange day = DeliveryStore.newDay();
    List<Delivery> unrouted = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      unrouted.add(
          recorded(
              Samples.with(
                  Samples.delivery(Samples.taskId(), day.from().plusMillis(i)),
                  DeliveryProgress.kept(DeliveryStatus.UNROUTED, "no task"))));
    }
    Deliveries behind = TABLES.watchedBy(new LaggingReads()).deliveries();

    List<Delivery> listed = new ArrayList<>();
    for (int shard = 0; shard < Deliveries.LIST_SHARDS; shard++) {
      listed.addAll(behind.unrouted(shard, _ -> true, day, Optional.empty(), 100).items());
    }

    assertThat(listed).containsExactlyInAnyOrderElementsOf(unrouted);
  }

  /// Finds nothing, unless a read is consistent.
  private static final class LaggingReads implements ExecutionInterceptor {
    @Override
    public SdkResponse modifyResponse(
        Context.ModifyResponse context, ExecutionAttributes attributes) {
      return context.request() instanceof BatchGetItemRequest gets
              && gets.requestItems().values().stream().noneMatch(KeysAndAttributes::consistentRead)
          ? BatchGetItemResponse.builder().build()
          : context.response();
    }
  }

  /// The index lags: its key is read, and the delivery moves before it is read itself.
  @Test
  void jobIsNotGivenADeliveryThatHasLeftTheStatus() {
    TimeRange day = DeliveryStore.newDay();
    Delivery held =
        Samples.with(
            Samples.delivery(Samples.taskId(), day.from()), DeliveryProgress.held("why", day.to()));
    deliveries().record(held);
    StatusShard list =
        new StatusShard(
            DeliveryStatus.HELD,
            held.configurationId(),
            Shards.of(held.id().value(), Deliveries.LIST_SHARDS));
    assertThat(deliveries().withStatus(list, day, Optional.empty(), 10).items()).hasSize(1);

    AtomicInteger requests = new AtomicInteger();
    WatchedHttp http = new WatchedHttp();
    http.watchedBy(
        new WatchedHttp.Watch() {
          @Override
          public void after() {
            if (requests.incrementAndGet() == 1) {
              deliveries()
                  .restart(
                      held.id(),
                      Set.of(DeliveryStatus.HELD),
                      held.configurationId().orElseThrow(),
                      NOW);
            }
          }
        });
    Deliveries watched =
        new DynamoDbDeliveries(TABLES.through(http).client(), TABLES.names().deliveries());

    assertThat(watched.withStatus(list, day, Optional.empty(), 10).items()).isEmpty();
  }

  /// DynamoDB limits the bytes of an answer; the list must fetch the rest.
  @Test
  void listReadsSeveralPagesOfDynamoDb() {
    TestTables tables = TestTables.create();
    for (int i = 0; i < 100; i++) {
      Item item = DeliveryItems.item(Samples.delivery()).set("later", "x".repeat(16_000));
      tables
          .client()
          .putItem(put -> put.tableName(tables.names().deliveries()).item(item.attributes()));
    }
    assertThat(tables.deliveries().list(DeliveryFilter.ALL, Optional.empty(), 100).items())
        .hasSize(100)
        .doesNotHaveDuplicates();
  }
}
