package io.cdrwebhooks.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.change.ChangeFilter;
import io.cdrwebhooks.change.ChangeId;
import io.cdrwebhooks.change.ChangeRecord;
import io.cdrwebhooks.change.ChangeRecord.Actor;
import io.cdrwebhooks.change.Changes;
import io.cdrwebhooks.change.ChangesContract;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.testing.Paging;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Tests that the records in DynamoDB keep the contract, spread over shards, and expire.
@SpeaksToAws
class DynamoDbChangesTest implements ChangesContract {
  private static final TestTables TABLES = TestTables.create();

  @Override
  public Changes changes() {
    return TABLES.changes();
  }

  @Test
  void listOfAllMergesTheShardsNewestFirst() {
    DynamoDbChanges alone = TestTables.create().changes();
    List<ChangeRecord> newestFirst = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      ChangeRecord signIn = signIn(i);
      alone.put(signIn);
      newestFirst.addFirst(signIn);
    }

    for (int limit : List.of(1, 9, 40)) {
      assertThat(Paging.all(limit, (cursor, most) -> alone.list(ChangeFilter.ALL, cursor, most)))
          .isEqualTo(newestFirst);
    }
  }

  @Test
  void recordsLieInEveryShardAndStayFor400Days() {
    TestTables tables = TestTables.create();
    Set<AttributeValue> shards = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      tables.changes().put(signIn(i));
    }

    for (Map<String, AttributeValue> item :
        tables.client().scan(request -> request.tableName(tables.names().changes())).items()) {
      shards.add(item.get("shard"));
      Instant at = Instant.parse(item.get("position").s().split("#", 2)[0]);
      assertThat(Long.parseLong(item.get("expiresAt").n()))
          .isEqualTo(at.plus(Duration.ofDays(400)).getEpochSecond());
    }
    assertThat(shards).hasSize(4);
  }

  private static ChangeRecord signIn(int number) {
    return new ChangeRecord(
        ChangeId.of(Integer.toString(number)),
        NOW.plusSeconds(number),
        new Actor("https://issuer.example", "operator-1", "", "203.0.113.7", ""),
        "request-1",
        ChangeRecord.SIGN_IN,
        Optional.empty(),
        ChangeRecord.NOTHING,
        ChangeRecord.NOTHING,
        OptionalInt.of(200));
  }
}
