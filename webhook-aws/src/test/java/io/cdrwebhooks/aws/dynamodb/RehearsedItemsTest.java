package io.cdrwebhooks.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.aws.snapshot.CannedAnswers;
import io.cdrwebhooks.aws.snapshot.RehearsedAws;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.link.TokenHash;
import io.cdrwebhooks.report.TaskId;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests that the items in `rehearsed-aws.txt` are those that the stores would write today.
class RehearsedItemsTest {
  private static final String FOLLOWED = "dlv_00000000000000000000000000000000";
  private static final TableNames NAMES = TableNames.STANDARD;

  @AutoClose private final AwsClients clients;

  RehearsedItemsTest() throws IOException {
    AwsAccess access = AwsAccess.fromEnvironment(Map.of("AWS_REGION", "eu-central-1")).rehearsed();
    URI receiver = URI.create("https://receiver.example");
    clients = new AwsClients(access, new CannedAnswers(new RehearsedAws(receiver)));
  }

  @Test
  void task() {
    Table tasks = new Table(clients.dynamoDb(), NAMES.cdrTasks(), TaskItems.TASK_ID);
    Item item = tasks.get(TaskItems.key(new TaskId(1))).orElseThrow();

    assertSame(item, TaskItems.item(TaskItems.task(item)));
  }

  @Test
  void configuration() {
    Table table = new Table(clients.dynamoDb(), NAMES.webhookConfigurations(), "id");
    ConfigurationId id = ConfigurationId.of(new UUID(0, 0));
    Item item = table.get(ConfigurationItems.key(id)).orElseThrow();

    assertSame(item, ConfigurationItems.item(ConfigurationItems.configuration(item)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        FOLLOWED,
        "dlv_e17082195930273d95e66f9c781f1681",
        "dlv_bd4cb42964525dff0f833448fb251d6b"
      })
  void delivery(String id) {
    Item item = deliveries().get(DeliveryItems.key(new DeliveryId(id))).orElseThrow();

    assertSame(item, DeliveryItems.item(DeliveryItems.delivery(item)));
  }

  @Test
  void attempts() {
    List<Item> items =
        new ArrayList<>(deliveries().partition(new Item().set(DeliveryItems.ID, FOLLOWED)));
    List<Attempt> attempts = AttemptItems.recorded(items);
    items.removeIf(item -> item.requiredText(DeliveryItems.ITEM).equals(DeliveryItems.DELIVERY));

    assertThat(attempts).hasSize(2).hasSameSizeAs(items);
    for (int i = 0; i < attempts.size(); i++) {
      Attempt attempt = attempts.get(i);
      AttemptClaim claim =
          new AttemptClaim(
              new DeliveryId(FOLLOWED),
              new ConfigurationId("cfg_00000000000000000000000000000000"),
              attempt.number(),
              items.get(i).requiredInstant(AttemptItems.LEASED_UNTIL));
      assertSame(items.get(i), AttemptItems.item(claim, attempt));
    }
  }

  @Test
  void link() {
    TokenHash hash = new TokenHash("0".repeat(64));
    Table table = TableDefinition.DOWNLOAD_LINKS.open(clients.dynamoDb(), NAMES.downloadLinks());
    Item item =
        table.get(new Item().set(DynamoDbDownloadLinks.TOKEN_HASH, hash.hex())).orElseThrow();

    assertSame(
        item,
        DynamoDbDownloadLinks.item(
            new DynamoDbDownloadLinks(clients.dynamoDb(), NAMES.downloadLinks())
                .find(hash)
                .orElseThrow()));
  }

  private Table deliveries() {
    return TableDefinition.DELIVERIES.open(clients.dynamoDb(), NAMES.deliveries());
  }

  private static void assertSame(Item read, Item written) {
    assertThat(read.attributes()).isEqualTo(written.attributes());
  }
}
