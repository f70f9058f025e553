package io.cdrwebhooks.aws.dynamodb.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.dynamodb.Faults;
import io.cdrwebhooks.aws.dynamodb.TestTables;
import io.cdrwebhooks.aws.dynamodb.WatchedHttp;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.notice.Digests;
import io.cdrwebhooks.notice.DigestsContract;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.testing.Samples;
import org.junit.jupiter.api.Test;

/// The digests in DynamoDB keep to the contract.
@SpeaksToAws
class DynamoDbDigestsTest implements DigestsContract {
  private static final TestTables TABLES = TestTables.create();

  @Override
  public Digests digests() {
    return TABLES.digests();
  }

  @Test
  void noticeWhoseAnswerIsLostCountsOnceAndIsRemovedOnce() {
    WatchedHttp http = new WatchedHttp();
    Digests losing = TABLES.through(http).digests();
    http.watchedBy(Faults.everyAnswerLostOnce());
    ConfigurationId id = Samples.configurationId();
    losing.add(unused(id), NOW);
    losing.add(unused(id), NOW);
    var sent = digests().find(id).orElseThrow();
    assertThat(sent.unused()).isEqualTo(2);
    digests().add(unused(id), NOW);
    losing.remove(sent, NOW.plusSeconds(1));
    assertThat(digests().find(id).orElseThrow().unused()).isEqualTo(1);
  }

  private static Notice.LinkUnused unused(ConfigurationId id) {
    return new Notice.LinkUnused(Samples.delivery().id(), Samples.taskId(), id, "tx 1.zip", NOW);
  }
}
