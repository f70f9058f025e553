package io.cdrwebhooks.aws.dynamodb.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.dynamodb.Faults;
import io.cdrwebhooks.aws.dynamodb.TableDefinition;
import io.cdrwebhooks.aws.dynamodb.TestTables;
import io.cdrwebhooks.aws.dynamodb.WatchedHttp;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.WorkNotes;
import io.cdrwebhooks.work.WorkNotesContract;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The notes in DynamoDB keep to the contract, and out of the way of deliveries.
@SpeaksToAws
class DynamoDbWorkNotesTest implements WorkNotesContract {
  private static final TestTables TABLES = TestTables.create();

  @Override
  public WorkNotes notes() {
    return TABLES.notes();
  }

  @Test
  void lostAnswersDoNotCountAsDeaths() {
    WatchedHttp http = new WatchedHttp();
    WorkNotes losing = TABLES.through(http).notes();
    http.watchedBy(Faults.everyAnswerLostOnce());
    String message = UUID.randomUUID().toString();
    for (int death = 1; death <= MOST_DEATHS; death++) {
      assertThat(losing.begin(message, death, Samples.NOW, MOST_DEATHS))
          .as("after %d deaths", death - 1)
          .isTrue();
    }
    assertThat(losing.begin(message, 4, Samples.NOW, MOST_DEATHS)).isFalse();
    losing.end(message);
    assertThat(losing.begin(message, 4, Samples.NOW, MOST_DEATHS)).isTrue();
  }

  @Test
  void noteIsInNoIndexAndIsKeptForNinetyDays() {
    String message = UUID.randomUUID().toString();
    assertThat(notes().begin(message, 3, Samples.NOW, MOST_DEATHS)).isTrue();
    Map<String, AttributeValue> item =
        TABLES.stored(TABLES.names().deliveries(), DynamoDbWorkNotes.key(message));
    assertThat(TestTables.indexesOf(item)).isEmpty();
    long expiresAt = Samples.NOW.plus(Duration.ofDays(90)).getEpochSecond();
    assertThat(item.get(TableDefinition.TIME_TO_LIVE).n()).isEqualTo(Long.toString(expiresAt));
  }
}
