package io.cdrwebhooks.aws.dynamodb;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.statistics.BucketSize;
import io.cdrwebhooks.statistics.Series;
import io.cdrwebhooks.statistics.Tallied;
import io.cdrwebhooks.statistics.Tallied.Slot;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What DynamoDB would answer if made-up records were stored: for rehearsals.
public final class RehearsedReads {
  private static final JsonFactory JSON = new JsonFactory();

  private RehearsedReads() {}

  /// To `GetItem`.
  public static String answer(CdrTask task) {
    return answer("Item", TaskItems.item(task));
  }

  /// To `GetItem`.
  public static String answer(WebhookConfiguration configuration) {
    return answer("Item", ConfigurationItems.item(configuration));
  }

  /// To `GetItem`.
  public static String answer(Delivery delivery) {
    return answer("Item", DeliveryItems.item(delivery));
  }

  /// To `GetItem`.
  public static String answer(DownloadLink link) {
    return answer("Item", DynamoDbDownloadLinks.item(link));
  }

  /// To `BatchGetItem` of a task and its configuration.
  public static String answer(TableNames tables, CdrTask task, WebhookConfiguration configuration) {
    return together(
        Map.of(
            tables.cdrTasks(), List.of(TaskItems.item(task)),
            tables.webhookConfigurations(), List.of(ConfigurationItems.item(configuration))));
  }

  /// To `Query` of what is due: one delivery, of which nothing was announced.
  public static String due(DeliveryId delivery, Instant at) {
    return listed(
        List.of(
            DeliveryItems.key(delivery)
                .set(DeliveryItems.DUE_SHARD, 0)
                .set(DeliveryItems.DUE_AT, at)));
  }

  /// What `UpdateItem` answers when a lane is taken.
  public static String lane(ConfigurationId id, Instant leasedUntil) {
    return answer("Attributes", LaneItems.key(id).set(DeliveryItems.LEASED_UNTIL, leasedUntil));
  }

  /// What `UpdateItem` answers when it is asked for the delivery as it stands then.
  public static String updated(Delivery delivery) {
    return answer("Attributes", DeliveryItems.item(delivery));
  }

  /// To `Scan` of a table that holds nothing else.
  public static String listed(CdrTask task) {
    return listed(List.of(TaskItems.item(task)));
  }

  /// To `Scan` of a table that holds nothing else.
  public static String listed(WebhookConfiguration configuration) {
    return listed(List.of(ConfigurationItems.item(configuration)));
  }

  /// To `Query` of an index in which nothing else stands.
  public static String listed(Delivery delivery) {
    return listed(List.of(DeliveryItems.item(delivery)));
  }

  /// To `Query` of the delivery's own partition.
  public static String listed(Delivery delivery, List<Attempt> attempts) {
    return listed(
        Stream.concat(
                attempts.stream().map(attempt -> attempt(delivery, attempt)),
                Stream.of(DeliveryItems.item(delivery)))
            .toList());
  }

  /// As if its lease had ended with it.
  private static Item attempt(Delivery delivery, Attempt attempt) {
    Instant end = attempt.startedAt().plus(attempt.duration());
    return AttemptItems.item(new AttemptClaim(delivery.id(), attempt.number(), end), attempt);
  }

  /// To `Query` of the counts of everything, by the hour.
  public static String listed(Tallied counted) {
    return listed(
        counts(
            counted,
            slot -> slot.series().equals(Series.ALL) && slot.bucket().size() == BucketSize.HOUR));
  }

  /// To `BatchGetItem` of deliveries.
  public static String together(TableNames tables, Delivery delivery) {
    return together(Map.of(tables.deliveries(), List.of(DeliveryItems.item(delivery))));
  }

  /// To `BatchGetItem` of what tells how configurations are doing.
  public static String together(TableNames tables, Tallied counted) {
    List<Item> items =
        new ArrayList<>(
            counts(
                counted,
                slot ->
                    slot.series().configuration().isPresent()
                        && slot.bucket().size() == BucketSize.DAY));
    counted
        .failures()
        .forEach(
            (id, failure) ->
                items.add(
                    joined(
                        StatisticsItems.lastFailureKey(id), StatisticsItems.lastFailure(failure))));
    return together(Map.of(tables.statistics(), items));
  }

  private static String together(Map<String, List<Item>> byTable) {
    return written(
        json -> {
          json.writeObjectFieldStart("Responses");
          for (Map.Entry<String, List<Item>> table : byTable.entrySet()) {
            writeItems(json, table.getKey(), table.getValue());
          }
          json.writeEndObject();
        });
  }

  private static List<Item> counts(Tallied counted, Predicate<Slot> asked) {
    return counted.counts().entrySet().stream()
        .filter(entry -> asked.test(entry.getKey()))
        .map(
            entry ->
                joined(
                    StatisticsItems.key(entry.getKey().series(), entry.getKey().bucket()),
                    StatisticsItems.numbers(entry.getValue())))
        .toList();
  }

  private static Item joined(Item key, Item more) {
    Map<String, AttributeValue> all = new LinkedHashMap<>(key.attributes());
    all.putAll(more.attributes());
    return new Item(all);
  }

  private static String listed(List<Item> items) {
    return written(
        json -> {
          writeItems(json, "Items", items);
          json.writeNumberField("Count", items.size());
          json.writeNumberField("ScannedCount", items.size());
        });
  }

  private static String answer(String field, Item item) {
    return written(
        json -> {
          json.writeFieldName(field);
          writeItem(json, item);
        });
  }

  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private static String written(Fields fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written", e);
    }
    return text.toString();
  }

  private static void writeItems(JsonGenerator json, String field, List<Item> items)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (Item item : items) {
      writeItem(json, item);
    }
    json.writeEndArray();
  }

  private static void writeItem(JsonGenerator json, Item item) throws IOException {
    json.writeStartObject();
    write(json, item.attributes());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Map<String, AttributeValue> attributes)
      throws IOException {
    for (Map.Entry<String, AttributeValue> attribute : attributes.entrySet()) {
      json.writeFieldName(attribute.getKey());
      write(json, attribute.getValue());
    }
  }

  /// Items hold nothing of another type.
  private static void write(JsonGenerator json, AttributeValue value) throws IOException {
    json.writeStartObject();
    switch (value.type()) {
      case S -> json.writeStringField("S", value.s());
      case N -> json.writeStringField("N", value.n());
      case BOOL -> json.writeBooleanField("BOOL", value.bool());
      case L -> {
        json.writeArrayFieldStart("L");
        for (AttributeValue part : value.l()) {
          write(json, part);
        }
        json.writeEndArray();
      }
      case M -> {
        json.writeObjectFieldStart("M");
        write(json, value.m());
        json.writeEndObject();
      }
      default -> throw new IllegalArgumentException("no item holds " + value.type());
    }
    json.writeEndObject();
  }
}
