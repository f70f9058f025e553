package io.cdrwebhooks.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbReportWatches;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.ConfigurationFilter;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.LinkUse;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.lane.Waiting;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.link.TokenHash;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.statistics.ConfigurationHealth;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJobId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Tests that this version reads what version 1.0.0 has stored: `kept-items` has one item of each
/// kind, as that version wrote it. Items of later versions are added, and none is changed.
@SpeaksToAws
class KeptItemsTest {
  private static final Path KEPT = Path.of("kept-items", "1.0.0");
  private static final TestTables TABLES = TestTables.create();
  private static final Instant NOW = Samples.NOW;

  private static final ConfigurationId CONFIGURATION =
      ConfigurationId.parse("cfg_41c2e621f18a4f849580624b59caa8ba").orElseThrow();
  private static final DeliveryId WAITING = delivery("dlv_a424b7d7a685222b240686d6bb21dad9");
  private static final DeliveryId FOLLOWED = delivery("dlv_778094467c49a84bf3896d2957ee82ee");
  private static final TaskId TASK = new TaskId(1001);

  @BeforeAll
  static void storeKeptItems() throws IOException {
    TableNames names = TABLES.names();
    Map<String, String> tables =
        Map.of(
            "webhook-configurations", names.webhookConfigurations(),
            "cdr-tasks", names.cdrTasks(),
            "deliveries", names.deliveries(),
            "download-links", names.downloadLinks(),
            "statistics", names.statistics());
    for (Map.Entry<String, String> table : tables.entrySet()) {
      for (JsonNode item :
          new ObjectMapper().readTree(KEPT.resolve(table.getKey() + ".json").toFile())) {
        TABLES.client().putItem(put -> put.tableName(table.getValue()).item(attributes(item)));
      }
    }
  }

  /// Values are as in DynamoDB's own JSON: an object with the type as its name.
  private static Map<String, AttributeValue> attributes(JsonNode item) {
    Map<String, AttributeValue> attributes = new HashMap<>();
    item.properties().forEach(each -> attributes.put(each.getKey(), value(each.getValue())));
    return attributes;
  }

  private static AttributeValue value(JsonNode typed) {
    Map.Entry<String, JsonNode> only = typed.properties().iterator().next();
    JsonNode value = only.getValue();
    return switch (only.getKey()) {
      case "S" -> AttributeValue.fromS(value.textValue());
      case "N" -> AttributeValue.fromN(value.textValue());
      case "BOOL" -> AttributeValue.fromBool(value.booleanValue());
      case "NS" -> AttributeValue.fromNs(value.valueStream().map(JsonNode::textValue).toList());
      case "L" -> AttributeValue.fromL(value.valueStream().map(KeptItemsTest::value).toList());
      case "M" -> AttributeValue.fromM(attributes(value));
      default -> throw new IllegalArgumentException("a type that no kept item has: " + typed);
    };
  }

  private static DeliveryId delivery(String text) {
    return DeliveryId.parse(text).orElseThrow();
  }

  @Test
  void configurationKeepsItsSignatureAndItsName() {
    WebhookConfiguration kept = TABLES.configurations().find(CONFIGURATION).orElseThrow();

    assertThat(kept.name()).isEqualTo("Kept");
    assertThat(kept.enabled()).isTrue();
    assertThat(kept.signatures().current(NOW.plusSeconds(1)).signature().ciphertext())
        .isEqualTo("c2VhbGVk");
    assertThat(kept.terms().limits().maxInFlight()).isEqualTo(10);
    assertThat(TABLES.configurations().list(ConfigurationFilter.ALL, Optional.empty(), 10).items())
        .contains(kept);
    assertThat(TABLES.configurations().create(Samples.configuration("KEPT")))
        .isInstanceOf(WebhookConfigurations.Saving.NameTaken.class);
  }

  @Test
  void taskKeepsItsConfiguration() {
    CdrTask kept = TABLES.tasks().find(TASK).orElseThrow();
    assertThat(kept.webhookConfigurationId()).contains(CONFIGURATION);
  }

  @Test
  void deliveriesKeepTheirStateAndTheirAttempts() {
    Delivery waiting = TABLES.deliveries().find(WAITING).orElseThrow();
    assertThat(waiting.status()).isEqualTo(DeliveryStatus.PENDING);
    assertThat(waiting.sequence()).isEqualTo(1);
    assertThat(TABLES.deliveries().attempts(WAITING))
        .singleElement()
        .extracting(Attempt::outcome)
        .isEqualTo(AttemptOutcome.REJECTED);
    assertThat(TABLES.lanes().waiting(CONFIGURATION, NOW).earliest())
        .extracting(Waiting::id)
        .containsExactly(WAITING);

    assertThat(TABLES.deliveries().named(waiting.report().fileName(), 10))
        .as("version 1.0.0 did not store the place of its name")
        .isEmpty();

    Delivery followed = TABLES.deliveries().find(FOLLOWED).orElseThrow();
    assertThat(followed.status()).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(followed.progress().linkUse())
        .contains(new LinkUse(NOW.plusSeconds(3), 1, NOW.plusSeconds(3), "192.0.2.7"));
  }

  @Test
  void numbersContinue() {
    Delivery next = Samples.delivery(Samples.report(TASK), CONFIGURATION, NOW.plusSeconds(60));
    assertThat(TABLES.deliveries().recordNumbered(next))
        .isInstanceOf(Deliveries.Recording.Recorded.class);
    assertThat(TABLES.deliveries().find(next.id()).orElseThrow().sequence()).isEqualTo(2);
  }

  @Test
  void dueWorkIsFound() {
    assertThat(TABLES.lanes().find(CONFIGURATION).dueAt()).contains(NOW.plusSeconds(60));
    BulkJobId job = BulkJobId.of(new UUID(0, 7));
    assertThat(TABLES.jobs().find(job).orElseThrow().task())
        .isInstanceOf(BulkJob.Task.Reconcile.class);
    assertThat(TABLES.digests().find(CONFIGURATION).orElseThrow().unused()).isEqualTo(1);
    assertThat(watches().find(TASK).orElseThrow().dueAt()).isEqualTo(NOW.plusSeconds(3_600));
  }

  private static DynamoDbReportWatches watches() {
    return new DynamoDbReportWatches(TABLES.client(), TABLES.names().deliveries());
  }

  @Test
  void linkOpensItsVersion() throws IOException {
    String hash =
        new ObjectMapper()
            .readTree(Files.readString(KEPT.resolve("download-links.json")))
            .get(0)
            .get("tokenHash")
            .get("S")
            .textValue();
    DownloadLink kept = TABLES.links().find(new TokenHash(hash)).orElseThrow();
    assertThat(kept.delivery()).isEqualTo(WAITING);
    assertThat(kept.revoked()).isFalse();
  }

  @Test
  void countsAndTheLastFailureAreRead() {
    ConfigurationHealth health = TABLES.statistics().health(CONFIGURATION, NOW.plusSeconds(3_600));
    assertThat(health.lastFailure().orElseThrow().reason()).isEqualTo("The receiver answered 503");
    assertThat(health.attemptsFailed()).isEqualTo(1);
  }
}
