package io.cdrwebhooks.log;

import io.cdrwebhooks.json.Json;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes what happened, one line of JSON each: an event's name in the past tense, its fields, its
/// cause.
///
/// A log framework would cost a function more start time than everything else it does before its
/// first request. Values are written as text; ids are fine, keys, tokens and signatures have types
/// that show nothing. `sink` takes one line, without a line end. Safe for several threads if the
/// sink is.
public record EventLog(InstantSource clock, Consumer<String> sink) {
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
    SequencedMap<String, Object> line =
        Json.object("time", clock.instant(), "level", level, "event", event);
    for (int i = 0; i + 1 < fields.length; i += 2) {
      line.put(String.valueOf(fields[i]), String.valueOf(fields[i + 1]));
    }
    if (cause != null) {
      line.put("cause", chain(cause));
    }
    sink.accept(Json.write(line));
  }

  private static List<String> chain(Throwable cause) {
    List<String> chain = new ArrayList<>();
    for (Throwable at = cause; at != null && chain.size() < 8; at = at.getCause()) {
      StackTraceElement[] trace = at.getStackTrace();
      chain.add(at + (trace.length > 0 ? " at " + trace[0] : ""));
    }
    return chain;
  }
}
