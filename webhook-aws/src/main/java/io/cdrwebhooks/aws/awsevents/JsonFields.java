package io.cdrwebhooks.aws.awsevents;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/// Walks streamed JSON by field names, skipping what nobody asks for.
final class JsonFields {
  private JsonFields() {}

  /// Is called with the parser on the field's value; may consume it, and leaves it alone to skip
  /// it.
  interface FieldReader {
    void read(String name) throws IOException;
  }

  /// Is called with the parser on an element's first token.
  interface ElementReader {
    void read() throws IOException;
  }

  /// Reads the object that the parser is on, or that comes first.
  static void eachField(JsonParser json, FieldReader reader) throws IOException {
    if (json.currentToken() == null) {
      json.nextToken();
    }
    require(json, JsonToken.START_OBJECT, "an object");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      reader.read(name);
      if (json.currentToken() == value) {
        json.skipChildren();
      }
    }
    require(json, JsonToken.END_OBJECT, "the end of an object");
  }

  static void eachElement(JsonParser json, ElementReader reader) throws IOException {
    require(json, JsonToken.START_ARRAY, "an array");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      reader.read();
    }
  }

  static String text(JsonParser json) throws IOException {
    require(json, JsonToken.VALUE_STRING, "text");
    return json.getText();
  }

  static long wholeNumber(JsonParser json) throws IOException {
    require(json, JsonToken.VALUE_NUMBER_INT, "a whole number");
    return json.getLongValue();
  }

  /// Where reading ended; what is beyond the parser's limits ends it at no place.
  static String place(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    if (location == null) {
      return "nested too deeply, or with a part that is too long";
    }
    return "line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  /// Says where, and what was expected, and repeats nothing of the text.
  private static void require(JsonParser json, JsonToken token, String expected)
      throws IOException {
    if (json.currentToken() != token) {
      throw new JsonParseException(json, "expected " + expected);
    }
  }
}
