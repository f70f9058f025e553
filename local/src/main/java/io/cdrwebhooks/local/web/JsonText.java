package io.cdrwebhooks.local.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Map;

/// Writes answers as the API does.
final class JsonText {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int MILLISECOND_DIGITS = 3;
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(MILLISECOND_DIGITS).toFormatter();

  private JsonText() {}

  static String object(Map<String, String> fields) {
    try {
      return JSON.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("memory does not fail to be written", e);
    }
  }

  /// RFC 3339 in UTC, always with milliseconds.
  static String time(Instant instant) {
    return TIME.format(instant);
  }
}
