package io.cdrwebhooks.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes what happened, one line of JSON each: an event's name in the past tense, its fields, its
/// cause.
///
/// A log framework would cost a function more start time than everything else it does before its
/// first request. Values are written as text; ids are fine, keys, tokens and signatures have types
/// that show nothing. Safe for several threads if the sink is.
public final class EventLog {
  private static final JsonFactory JSON = new JsonFactory();

  private final InstantSource clock;
  private final Consumer<String> sink;

  /// `sink` takes one line, without a line end.
  public EventLog(InstantSource clock, Consumer<String> sink) {
    this.clock = clock;
    this.sink = sink;
  }

  /// To standard output, where Lambda takes its log from.
  public static EventLog toStandardOutput() {
    return new EventLog(InstantSource.system(), System.out::println);
  }

  /// `fields` are names and values in turn.
  public void info(String event, Object... fields) {
    write("INFO", event, null, fields);
  }

  /// Something to look at that lost nothing.
  public void warn(String event, Object... fields) {
    write("WARN", event, null, fields);
  }

  /// A fault; the cause is written with the classes and messages of its chain and where it came
  /// from.
  public void error(String event, Throwable cause, Object... fields) {
    write("ERROR", event, cause, fields);
  }

  private void write(String level, String event, @Nullable Throwable cause, Object... fields) {
    StringWriter line = new StringWriter(200);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("time", clock.instant().toString());
      json.writeStringField("level", level);
      json.writeStringField("event", event);
      for (int i = 0; i + 1 < fields.length; i += 2) {
        json.writeStringField(String.valueOf(fields[i]), String.valueOf(fields[i + 1]));
      }
      if (cause != null) {
        writeCause(json, cause);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written", e);
    }
    sink.accept(line.toString());
  }

  private static void writeCause(JsonGenerator json, Throwable cause) throws IOException {
    json.writeArrayFieldStart("cause");
    int depth = 0;
    for (Throwable at = cause; at != null && depth < 8; at = at.getCause(), depth++) {
      StackTraceElement[] trace = at.getStackTrace();
      json.writeString(at + (trace.length > 0 ? " at " + trace[0] : ""));
    }
    json.writeEndArray();
  }
}
