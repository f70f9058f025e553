package io.cdrwebhooks.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.link.FileReceipt;
import io.cdrwebhooks.request.AcceptedRequests;
import io.cdrwebhooks.request.AcceptedRequestsContract;
import io.cdrwebhooks.request.RequestId;
import io.cdrwebhooks.testing.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// The accepted requests in DynamoDB keep to the contract.
@SpeaksToAws
class DynamoDbAcceptedRequestsTest extends AcceptedRequestsContract {
  private static final TestTables TABLES = TestTables.create();

  @Override
  protected AcceptedRequests requests() {
    return new DynamoDbAcceptedRequests(TABLES.client(), TABLES.names().downloadLinks());
  }

  /// The policy of the function that answers receivers allows no other updates of this table
  /// (PermissionsTest of `infra`).
  @Test
  void updatesNameTheirAttributesAndKeysAlone() {
    List<UpdateItemRequest> sent = new ArrayList<>();
    TestTables watched =
        TABLES.watchedBy(
            new ExecutionInterceptor() {
              @Override
              public void beforeExecution(
                  Context.BeforeExecution context, ExecutionAttributes attributes) {
                sent.add((UpdateItemRequest) context.request());
              }
            });
    Delivery delivery = Samples.delivery();
    Instant now = Instant.parse("2026-03-01T10:00:00Z");
    new DynamoDbAcceptedRequests(watched.client(), watched.names().downloadLinks())
        .accept(
            delivery.configurationId().orElseThrow(),
            new RequestId("req_" + "0".repeat(32)),
            Optional.of(delivery.id()),
            now);
    watched.links().record(new FileReceipt(now, "a".repeat(64)), delivery.id());

    Set<String> named = new HashSet<>();
    for (UpdateItemRequest update : sent) {
      named.addAll(update.key().keySet());
      named.addAll(update.expressionAttributeNames().values());
      assertThat(update.returnValues()).as("nothing is read").isNull();
      assertThat(update.returnValuesOnConditionCheckFailure()).isNull();
      assertThat(DynamoDbAcceptedRequests.KEYS)
          .anyMatch(key -> update.key().get("tokenHash").s().startsWith(key.replace("*", "")));
    }
    assertThat(named).containsExactlyInAnyOrderElementsOf(DynamoDbAcceptedRequests.ATTRIBUTES);
  }
}
