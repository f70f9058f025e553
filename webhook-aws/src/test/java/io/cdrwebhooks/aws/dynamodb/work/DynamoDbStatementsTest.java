package io.cdrwebhooks.aws.dynamodb.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.dynamodb.DeliveryItems;
import io.cdrwebhooks.aws.dynamodb.TableDefinition;
import io.cdrwebhooks.aws.dynamodb.TestTables;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.statement.StatementPart;
import io.cdrwebhooks.statement.Statements;
import io.cdrwebhooks.statement.StatementsContract;
import io.cdrwebhooks.testing.Samples;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The statements in DynamoDB keep to the contract, and out of the way of deliveries.
@SpeaksToAws
class DynamoDbStatementsTest implements StatementsContract {
  private static final TestTables TABLES = TestTables.create();

  @Override
  public Statements statements() {
    return TABLES.statements();
  }

  @Test
  void statementIsNotListedAndIsKeptAsLongAsItsDeliveries() {
    ConfigurationId id = Samples.configurationId();
    assertThat(statements().add(new StatementPart(id, DAY, 1, "{}", Optional.empty()))).isTrue();

    Map<String, AttributeValue> item =
        TABLES.stored(
            TABLES.names().deliveries(),
            DynamoDbStatements.partition(id).set(DeliveryItems.ITEM, "2026-03-04#0000000001"));
    assertThat(TestTables.indexesOf(item)).isEmpty();
    long expiresAt = Instant.parse("2026-06-03T00:00:00Z").getEpochSecond();
    assertThat(item.get(TableDefinition.TIME_TO_LIVE).n()).isEqualTo(Long.toString(expiresAt));
  }
}
