package io.cdrwebhooks.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.link.DownloadLinks;
import io.cdrwebhooks.link.DownloadLinksContract;
import io.cdrwebhooks.testing.Samples;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The links in DynamoDB keep to the contract.
@SpeaksToAws
class DynamoDbDownloadLinksTest implements DownloadLinksContract {
  private static final TestTables TABLES = TestTables.create();

  @Override
  public DownloadLinks links() {
    return TABLES.links();
  }

  @Test
  void linkIsKeptForThirtyDaysAfterItsEnd() {
    DownloadLink link = Samples.link();
    links().issue(link);
    Map<String, AttributeValue> item =
        TABLES.stored(
            TABLES.names().downloadLinks(),
            new Item().set(DynamoDbDownloadLinks.TOKEN_HASH, link.tokenHash().hex()));
    assertThat(item)
        .as("a link whose token is enough has no second factor")
        .containsOnlyKeys(
            "tokenHash",
            "deliveryId",
            "bucket",
            "taskId",
            "fileName",
            "versionId",
            "configurationId",
            "validUntil",
            "revoked",
            TableDefinition.TIME_TO_LIVE);
    assertThat(item.get(TableDefinition.TIME_TO_LIVE))
        .isEqualTo(AttributeValue.fromN(Long.toString(link.forgottenAt().getEpochSecond())));
  }

  @Test
  void revokingThatLosesAnswersCountsEachLinkOnce() {
    WatchedHttp http = new WatchedHttp();
    DownloadLinks losing = TABLES.through(http).links();
    DownloadLink link = Samples.link();
    links().issue(link);
    http.watchedBy(Faults.everyAnswerLostOnce());
    assertThat(losing.revoke(link.delivery(), link.validUntil())).isEqualTo(1);
    assertThat(losing.find(link.tokenHash())).contains(Samples.revoked(link));
  }
}
