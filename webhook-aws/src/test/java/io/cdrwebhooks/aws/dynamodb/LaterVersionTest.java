package io.cdrwebhooks.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.DeliveryStore;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.testing.Samples;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Tests that this version reads and keeps what the next one has written, while both run:
/// docs/upgrades.md, "Changing what is stored".
@SpeaksToAws
class LaterVersionTest implements DeliveryStore {
  private static final TestTables TABLES = TestTables.create();
  private static final String LATER_ATTRIBUTE = "ofALaterVersion";

  @Override
  public Deliveries deliveries() {
    return TABLES.deliveries();
  }

  @Test
  void unknownAttributesOfDeliveriesAndAttemptsAreIgnoredAndKept() {
    Delivery delivery = recorded(Samples.delivery());
    Item key = DeliveryItems.key(delivery.id());
    add(TABLES.names().deliveries(), key);
    var claim = claimed(delivery, NOW);
    complete(claim, AttemptOutcome.REJECTED, DeliveryStatus.PENDING);
    Item attempt = AttemptItems.key(delivery.id(), claim.number());
    add(TABLES.names().deliveries(), attempt);

    var second = claimed(stored(delivery), NOW.plus(LEASE));
    complete(second, AttemptOutcome.DELIVERED, DeliveryStatus.DELIVERED);

    assertThat(deliveries().recordLinkFollowed(delivery.id(), Samples.follow(LATER, "192.0.2.7")))
        .isTrue();
    assertThat(stored(delivery).status()).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(deliveries().attempts(delivery.id())).hasSize(2);
    assertThat(has(TABLES.names().deliveries(), key)).isTrue();
    assertThat(has(TABLES.names().deliveries(), attempt)).isTrue();
  }

  @Test
  void unknownAttributeOfALinkSurvivesItsRevocation() {
    DownloadLink link = Samples.link();
    TABLES.links().issue(link);
    Item key = new Item().set(DynamoDbDownloadLinks.TOKEN_HASH, link.tokenHash().hex());
    add(TABLES.names().downloadLinks(), key);

    assertThat(TABLES.links().revoke(link.delivery(), Samples.NOW)).isEqualTo(1);

    assertThat(TABLES.links().find(link.tokenHash())).contains(Samples.revoked(link));
    assertThat(has(TABLES.names().downloadLinks(), key)).isTrue();
  }

  @Test
  void unknownAttributeOfAConfigurationIsLostOnChange() {
    WebhookConfiguration first = Samples.configuration();
    assertThat(TABLES.configurations().create(first))
        .isEqualTo(new WebhookConfigurations.Saving.Saved());
    Item key = ConfigurationItems.key(first.id());
    add(TABLES.names().webhookConfigurations(), key);

    assertThat(TABLES.configurations().find(first.id())).contains(first);
    assertThat(has(TABLES.names().webhookConfigurations(), key)).isTrue();

    TABLES.configurations().replace(Samples.edited(first), first.revision());

    assertThat(has(TABLES.names().webhookConfigurations(), key)).isFalse();
  }

  private static void add(String table, Item key) {
    var _ =
        TABLES
            .client()
            .updateItem(
                request ->
                    request
                        .tableName(table)
                        .key(key.attributes())
                        .updateExpression("SET #later = :value")
                        .expressionAttributeNames(Map.of("#later", LATER_ATTRIBUTE))
                        .expressionAttributeValues(
                            Map.of(":value", AttributeValue.fromS("something new"))));
  }

  private static boolean has(String table, Item key) {
    return TABLES.stored(table, key).containsKey(LATER_ATTRIBUTE);
  }
}
