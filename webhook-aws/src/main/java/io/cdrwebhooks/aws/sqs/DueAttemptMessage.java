package io.cdrwebhooks.aws.sqs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.cdrwebhooks.delivery.DeliveryId;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

/// The body of a message on the queue of due attempts: `{"deliveryId":"dlv_..."}`.
public record DueAttemptMessage(DeliveryId deliveryId) {
  private static final String DELIVERY_ID = "deliveryId";
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  public String toJson() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField(DELIVERY_ID, deliveryId.value());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written", e);
    }
    return text.toString();
  }

  /// Empty unless the text is one JSON object with the id of a delivery; other properties are left
  /// for later senders.
  public static Optional<DueAttemptMessage> parse(String text) {
    try (JsonParser json = JSON.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      Optional<DeliveryId> id = Optional.empty();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean isId = json.currentName().equals(DELIVERY_ID);
        if (json.nextToken() == JsonToken.VALUE_STRING && isId) {
          id = DeliveryId.parse(json.getText());
        }
        json.skipChildren();
      }
      return json.nextToken() == null ? id.map(DueAttemptMessage::new) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be read", e);
    }
  }
}
