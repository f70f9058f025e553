package io.cdrwebhooks.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.lane.FirstReads;
import io.cdrwebhooks.testing.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/// Tests what a lane's turn reads first in DynamoDB.
@SpeaksToAws
class FirstReadsTest {
  private static final TestTables TABLES = TestTables.create();

  private final WebhookConfiguration configuration = Samples.configuration();
  private final CdrTask task = Samples.task(configuration.id());
  private final Delivery delivery = Samples.delivery(task.taskId(), Samples.NOW);
  private final List<SdkRequest> requests = new ArrayList<>();

  @BeforeEach
  void store() {
    var _ = TABLES.configurations().create(configuration);
    var _ = TABLES.tasks().save(task, Optional.empty());
    var _ = TABLES.deliveries().record(delivery);
  }

  @Test
  void oneConsistentRequestReadsAllThree() {
    FirstReads.Found found = read(false);

    assertThat(found).isEqualTo(separately());
    assertThat(found.configuration()).contains(configuration);
    assertThat(found.delivery()).map(Delivery::id).contains(delivery.id());
    assertThat(found.task()).map(CdrTask::taskName).contains(task.taskName());
    assertThat(requests)
        .singleElement()
        .isInstanceOfSatisfying(
            BatchGetItemRequest.class,
            request ->
                assertThat(request.requestItems().values())
                    .hasSize(3)
                    .allSatisfy(keys -> assertThat(keys.consistentRead()).isTrue()));
  }

  @Test
  void deletedTaskIsNotFound() {
    var _ = TABLES.tasks().delete(task.taskId(), Optional.empty(), Samples.NOW);

    FirstReads.Found found = read(false);

    assertThat(found.task()).isEmpty();
    assertThat(found.delivery()).isPresent();
  }

  @Test
  void unprocessedKeysAreReadSeparately() {
    assertThat(read(true)).isEqualTo(separately());
    assertThat(requests).filteredOn(GetItemRequest.class::isInstance).hasSize(3);
  }

  private FirstReads.Found read(boolean leavesAllUnread) {
    ExecutionInterceptor watch =
        new ExecutionInterceptor() {
          @Override
          public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes all) {
            requests.add(context.request());
          }

          @Override
          public SdkResponse modifyResponse(
              Context.ModifyResponse context, ExecutionAttributes all) {
            return leavesAllUnread
                    && context.request() instanceof BatchGetItemRequest request
                    && context.response() instanceof BatchGetItemResponse response
                ? response.toBuilder()
                    .responses(Map.of())
                    .unprocessedKeys(request.requestItems())
                    .build()
                : context.response();
          }
        };
    return DynamoDbTables.firstReads(TABLES.watchedBy(watch).client(), TABLES.names())
        .read(configuration.id(), delivery.id(), task.taskId());
  }

  private FirstReads.Found separately() {
    return FirstReads.separately(TABLES.configurations(), TABLES.deliveries(), TABLES.tasks())
        .read(configuration.id(), delivery.id(), task.taskId());
  }
}
