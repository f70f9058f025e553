package io.cdrwebhooks.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A JSON object that the streaming parser has read completely. A tree of Jackson would load some
/// hundred more classes at a function's start.
///
/// Its values are text, `Long` for whole numbers, `Boolean`, lists and objects. A value of another
/// type is present, but no method returns it.
public record JsonObject(Map<String, Object> fields) {
  private static final JsonFactory STRICT =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private static final JsonObject EMPTY = new JsonObject(Map.of());

  private enum Other {
    NULL,
    VALUE
  }

  /// Reads an event of AWS: the last of repeated fields counts, and so does nothing after the
  /// object.
  public static JsonObject read(InputStream event) throws IOException {
    try (JsonParser json = Json.FACTORY.createParser(event)) {
      return read(json);
    }
  }

  /// Reads a text that is one object without repeated fields. The exception quotes nothing of it.
  public static JsonObject readStrictly(String text) throws JsonProcessingException {
    try (JsonParser json = STRICT.createParser(text)) {
      JsonObject object = read(json);
      if (json.nextToken() != null) {
        throw new JsonParseException(json, "expected the end after the object");
      }
      return object;
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("in-memory read failed", e);
    }
  }

  private static JsonObject read(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new JsonParseException(json, "expected an object");
    }
    return object(json);
  }

  private static JsonObject object(JsonParser json) throws IOException {
    Map<String, Object> fields = new HashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      fields.put(name, value(json));
    }
    return new JsonObject(fields);
  }

  private static Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> {
        List<Object> elements = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(json));
        }
        yield elements;
      }
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT ->
          json.getNumberType() == NumberType.BIG_INTEGER
              ? Other.VALUE
              : (Object) json.getLongValue();
      case VALUE_TRUE, VALUE_FALSE -> json.getBooleanValue();
      case VALUE_NULL -> Other.NULL;
      default -> Other.VALUE;
    };
  }

  /// Returns a field's value; empty if the field is missing or of another kind.
  public <T> Optional<T> find(String name, Class<T> kind) {
    return Optional.ofNullable(fields.get(name)).filter(kind::isInstance).map(kind::cast);
  }

  /// Returns an object; it has no fields if there is no such object.
  public JsonObject findObject(String name) {
    return find(name, JsonObject.class).orElse(EMPTY);
  }

  /// Returns whether the field is missing or null.
  public boolean isNull(String name) {
    return fields.getOrDefault(name, Other.NULL) == Other.NULL;
  }

  public boolean isTrue(String name) {
    return find(name, Boolean.class).orElse(false);
  }

  /// Returns a text; empty if the field is missing.
  ///
  /// @throws JsonParseException if the field is not text; the methods below do the same for their
  ///   kinds
  public Optional<String> text(String name) throws JsonParseException {
    return get(name, String.class, "text");
  }

  public Optional<Long> wholeNumber(String name) throws JsonParseException {
    return get(name, Long.class, "a whole number");
  }

  /// Returns an object; it has no fields if the field is missing.
  public JsonObject object(String name) throws JsonParseException {
    return get(name, JsonObject.class, "an object").orElse(EMPTY);
  }

  /// Returns the elements of a list; empty if the field is missing.
  public List<JsonObject> objects(String name) throws JsonParseException {
    List<JsonObject> objects = new ArrayList<>();
    for (Object element : get(name, List.class, "a list").orElse(List.of())) {
      if (!(element instanceof JsonObject object)) {
        throw wrongKind(name, "a list of objects");
      }
      objects.add(object);
    }
    return objects;
  }

  private <T> Optional<T> get(String name, Class<T> kind, String expected)
      throws JsonParseException {
    Optional<T> value = find(name, kind);
    if (value.isEmpty() && fields.containsKey(name)) {
      throw wrongKind(name, expected);
    }
    return value;
  }

  private static JsonParseException wrongKind(String name, String expected) {
    return new JsonParseException(null, name + " is not " + expected, JsonLocation.NA);
  }

  /// Describes an error without quoting the text: the field, or the place where reading ended.
  /// There is no place if the text exceeds the parser's limits.
  public static String place(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    if (location == null) {
      return "is nested too deeply or has a value that is too long";
    }
    return location.getLineNr() < 0
        ? e.getOriginalMessage()
        : "line " + location.getLineNr() + ", column " + location.getColumnNr();
  }
}
