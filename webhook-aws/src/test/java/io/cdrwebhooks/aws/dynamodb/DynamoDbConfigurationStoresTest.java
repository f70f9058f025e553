package io.cdrwebhooks.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.CdrTasks;
import io.cdrwebhooks.configuration.CdrTasksContract;
import io.cdrwebhooks.configuration.ClientCertificate;
import io.cdrwebhooks.configuration.ConfigurationStores;
import io.cdrwebhooks.configuration.FailingStreak;
import io.cdrwebhooks.configuration.GatewayCredentials;
import io.cdrwebhooks.configuration.ReceiverHealth;
import io.cdrwebhooks.configuration.ReceiverHealthContract;
import io.cdrwebhooks.configuration.SealedHeader;
import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.configuration.SignaturePeriod;
import io.cdrwebhooks.configuration.SignaturePeriods;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.configuration.WebhookConfigurations.Deletion;
import io.cdrwebhooks.configuration.WebhookConfigurations.Saving;
import io.cdrwebhooks.configuration.WebhookConfigurationsContract;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.gateway.RequestHeader;
import io.cdrwebhooks.paging.Page;
import io.cdrwebhooks.receiver.AddressBlock;
import io.cdrwebhooks.receiver.ReceiverUrl;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.terms.DownloadProtection;
import io.cdrwebhooks.terms.PayloadVersion;
import io.cdrwebhooks.terms.ReceiverRequests;
import io.cdrwebhooks.terms.ReceiverTerms;
import io.cdrwebhooks.testing.Samples;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The stores in DynamoDB keep to the contracts of configurations and tasks.
@SpeaksToAws
class DynamoDbConfigurationStoresTest {
  abstract static class Stores implements ConfigurationStores {
    static final TestTables TABLES = TestTables.create();
    private final WebhookConfigurations configurations = TABLES.configurations();
    private final CdrTasks tasks = TABLES.tasks();

    @Override
    public WebhookConfigurations configurations() {
      return configurations;
    }

    @Override
    public CdrTasks tasks() {
      return tasks;
    }
  }

  @Nested
  class Configurations extends Stores implements WebhookConfigurationsContract {}

  @Nested
  class Health extends Stores implements ReceiverHealthContract {}

  @Nested
  class Tasks extends Stores implements CdrTasksContract {}

  @Nested
  class Items extends Stores {
    @Test
    void largestConfigurationStaysBelow48KiB() {
      // The ciphertext, in base64, of a key of 256 characters of four bytes each.
      String ciphertext = "c".repeat((256 * 4 + 256) * 4 / 3);
      List<SignaturePeriod> periods = new ArrayList<>();
      for (int i = 0; i < SignaturePeriods.MAX_COUNT; i++) {
        periods.add(
            new SignaturePeriod(
                new SealedSignature("arn:aws:kms:".repeat(20), ciphertext),
                "\uD83D\uDE80".repeat(3),
                256,
                Samples.NOW.plusSeconds(i),
                Optional.of(Samples.NOW.plusSeconds(86_400))));
      }
      WebhookConfiguration any = Samples.configuration();
      WebhookConfiguration largest =
          any.withName(Samples.unique("\uD83D\uDE80".repeat(60)))
              .with(new ReceiverUrl(URI.create("https://r.example/" + "u".repeat(2_030))))
              .with(new SignaturePeriods(periods))
              .with(largestGateway())
              .with(
                  new ReceiverTerms(
                      any.terms().limits(),
                      PayloadVersion.TWO,
                      DownloadProtection.SIGNED_HEADER,
                      new ReceiverRequests(
                          true,
                          Collections.nCopies(
                              ReceiverRequests.MAX_NETWORKS,
                              AddressBlock.of("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128"))),
                      true))
              .with(
                  new ReceiverHealth(
                      Optional.of(new FailingStreak(Samples.NOW, Samples.NOW, 3, true)),
                      "\u20ac".repeat(300),
                      Optional.of(Samples.NOW)));
      assertThat(configurations().create(largest)).isEqualTo(new Saving.Saved());
      assertThat(configurations().find(largest.id())).contains(largest);
      Map<String, AttributeValue> item =
          TABLES.stored(
              TABLES.names().webhookConfigurations(), ConfigurationItems.key(largest.id()));
      assertThat(ItemSize.bytes(item)).isBetween(32 * 1_024, 48 * 1_024);
    }

    private static GatewayCredentials largestGateway() {
      String ciphertext = "c".repeat((RequestHeader.MAX_VALUE + 256) * 4 / 3);
      return new GatewayCredentials(
          IntStream.range(0, GatewayCredentials.MAX_HEADERS)
              .mapToObj(
                  i ->
                      new SealedHeader(
                          i + "x".repeat(RequestHeader.MAX_NAME - 1),
                          new SealedSignature("arn:aws:kms:".repeat(20), ciphertext)))
              .toList(),
          Optional.of(
              new ClientCertificate(
                  "c".repeat(9_000),
                  new SealedSignature("arn:aws:kms:".repeat(20), "k".repeat(4_700)),
                  Samples.NOW,
                  Optional.of(Samples.NOW))));
    }

    /// An item holds some 70,000 ids, and each change of a set costs as much as its size.
    @Test
    void tasksOfAConfigurationShareSixteenItems() {
      WebhookConfiguration used = Samples.configuration();
      configurations().create(used);
      List<TaskId> ids = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        ids.add(new TaskId(7_000_000 + i));
        tasks().save(Samples.task(ids.getLast(), Optional.of(used.id())), Optional.empty());
      }
      assertThat(sets(used)).hasSize(16).allMatch(ofSet -> ofSet == 4);
      assertThat(configurations().delete(used.id(), Optional.empty()))
          .isEqualTo(new Deletion.InUse(ids));

      for (TaskId id : ids.subList(0, 63)) {
        tasks().delete(id, Optional.empty(), Samples.NOW);
      }
      assertThat(configurations().delete(used.id(), Optional.empty()))
          .as("one set has an id")
          .isEqualTo(new Deletion.InUse(List.of(ids.getLast())));
      tasks().delete(ids.getLast(), Optional.empty(), Samples.NOW);
      assertThat(configurations().delete(used.id(), Optional.empty()))
          .isEqualTo(new Deletion.Deleted());
      assertThat(sets(used)).as("empty items").isEmpty();
    }

    /// Returns how many ids each item of a configuration's users has.
    private static List<Integer> sets(WebhookConfiguration used) {
      return TABLES
          .client()
          .scanPaginator(request -> request.tableName(TABLES.names().webhookConfigurations()))
          .items()
          .stream()
          .filter(item -> item.get("id").s().startsWith("used#" + used.id().value()))
          .map(item -> item.containsKey("taskIds") ? item.get("taskIds").ns().size() : 0)
          .toList();
    }

    @Test
    void pageIsFullDespiteNameItemsInTheTable() {
      int some = 7;
      for (int i = 0; i < some; i++) {
        WebhookConfiguration used = Samples.configuration();
        assertThat(configurations().create(used)).isEqualTo(new Saving.Saved());
        tasks().save(Samples.task(used.id()), Optional.empty());
      }
      Page<WebhookConfiguration> first = listConfigurations(Optional.empty(), some - 1);
      assertThat(first.items()).hasSize(some - 1);
      assertThat(first.nextCursor()).isPresent();
      assertThat(listConfigurations(first.nextCursor(), some).items())
          .isNotEmpty()
          .doesNotContainAnyElementsOf(first.items());
    }
  }
}
