package io.cdrwebhooks.emulators.lambda;

import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Writes and reads the classes of `aws-lambda-java-events` as Lambda's runtime for Java does.
public final class EventLibrary {
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(JsonNodeFeature.READ_NULL_PROPERTIES).build();

  private EventLibrary() {}

  public static byte[] write(Object event) {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    writeAs(event.getClass(), event, json);
    return json.toByteArray();
  }

  private static <T> void writeAs(Class<T> type, Object event, ByteArrayOutputStream json) {
    serializer(type).toJson(type.cast(event), json);
  }

  public static String text(Object event) {
    return new String(write(event), StandardCharsets.UTF_8);
  }

  public static <T> T read(Class<T> type, byte[] json) {
    return serializer(type).fromJson(new ByteArrayInputStream(json));
  }

  public static <T> T read(Class<T> type, String json) {
    return read(type, json.getBytes(StandardCharsets.UTF_8));
  }

  /// Returns the JSON after the library has read and written it. It equals [#tree], unless it has
  /// fields that the library does not know, or lacks fields that the library always writes.
  public static JsonNode rewritten(Class<?> type, byte[] json) throws IOException {
    return tree(write(read(type, json)));
  }

  /// Returns the JSON without its `null` fields, which the library omits.
  public static JsonNode tree(byte[] json) throws IOException {
    return JSON.readTree(json);
  }

  private static <T> PojoSerializer<T> serializer(Class<T> type) {
    return LambdaEventSerializers.serializerFor(type, EventLibrary.class.getClassLoader());
  }
}
