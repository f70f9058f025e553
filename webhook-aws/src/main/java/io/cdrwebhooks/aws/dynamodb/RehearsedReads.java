package io.cdrwebhooks.aws.dynamodb;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.link.DownloadLink;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What DynamoDB would answer if made-up records were stored: for rehearsals.
public final class RehearsedReads {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String WRITER = "rehearsal";

  private RehearsedReads() {}

  /// To `GetItem`.
  public static String answer(CdrTask task) {
    return answer("Item", TaskItems.item(task, WRITER));
  }

  /// To `GetItem`.
  public static String answer(WebhookConfiguration configuration) {
    return answer("Item", ConfigurationItems.item(configuration, WRITER));
  }

  /// To `GetItem`.
  public static String answer(DownloadLink link) {
    return answer("Item", DynamoDbDownloadLinks.item(link));
  }

  /// To `BatchGetItem` of a task and its configuration.
  public static String answer(TableNames tables, CdrTask task, WebhookConfiguration configuration) {
    return written(
        json -> {
          json.writeObjectFieldStart("Responses");
          json.writeArrayFieldStart(tables.cdrTasks());
          writeItem(json, TaskItems.item(task, WRITER));
          json.writeEndArray();
          json.writeArrayFieldStart(tables.webhookConfigurations());
          writeItem(json, ConfigurationItems.item(configuration, WRITER));
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /// To `Query` of what is due: one delivery, of which nothing was announced.
  public static String due(DeliveryId delivery, Instant at) {
    return written(
        json -> {
          json.writeArrayFieldStart("Items");
          writeItem(
              json,
              DeliveryItems.key(delivery)
                  .set(DeliveryItems.DUE_SHARD, 0)
                  .set(DeliveryItems.DUE_AT, at));
          json.writeEndArray();
          json.writeNumberField("Count", 1);
          json.writeNumberField("ScannedCount", 1);
        });
  }

  /// What `UpdateItem` answers when it is asked for the delivery as it stands then.
  public static String updated(Delivery delivery) {
    return answer("Attributes", DeliveryItems.item(delivery));
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
