package io.cdrwebhooks.log;

import io.cdrwebhooks.json.Json;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Writes each event as one line of JSON: a name in the past tense, fields, and a cause.
///
/// It uses no log framework, because loading one would take more of a function's start than
/// everything else before the first request. Values are written as text. Ids are safe to log; keys,
/// tokens and signatures have types whose text shows nothing. `sink` takes one line, without a line
/// end. Thread-safe if the sink is.
public record EventLog(InstantSource clock, Consumer<String> sink) {
  private static final String OWN_PACKAGES = "io.cdrwebhooks.";
  private static final int MAX_CAUSES = 8;
  private static final int MAX_FRAMES = 8;

  /// Logs to standard output, which Lambda collects.
  public static EventLog toStandardOutput() {
    return new EventLog(InstantSource.system(), System.out::println);
  }

  /// Logs a normal event; `fields` are alternating names and values.
  public void info(String event, Object... fields) {
    info(event, Json.object(fields));
  }

  /// Logs a normal event with fields in the order of the map. With [Json#object], a call with many
  /// fields has one pair on each line.
  public void info(String event, Map<String, Object> fields) {
    write("INFO", event, null, fields);
  }

  /// Logs an event that needs attention but lost nothing.
  public void warn(String event, Object... fields) {
    write("WARN", event, null, Json.object(fields));
  }

  /// Logs a fault after which the work went on, with the fields of [#error].
  public void warn(String event, Throwable cause, Object... fields) {
    write("WARN", event, cause, Json.object(fields));
  }

  /// Logs a fault: `cause` has the classes, messages and origins of its chain of causes. `at` has
  /// the frames of our own code that led to it, the innermost first.
  public void error(String event, Throwable cause, Object... fields) {
    write("ERROR", event, cause, Json.object(fields));
  }

  private void write(
      String level, String event, @Nullable Throwable cause, Map<String, Object> fields) {
    SequencedMap<String, Object> line =
        Json.object("time", clock.instant(), "level", level, "event", event);
    fields.forEach((name, value) -> line.put(name, String.valueOf(value)));
    if (cause != null) {
      line.put("cause", chain(cause));
      line.put("at", ownFrames(cause));
    }
    sink.accept(Json.write(line));
  }

  private static List<String> ownFrames(Throwable cause) {
    return Stream.iterate(cause, Objects::nonNull, Throwable::getCause)
        .limit(MAX_CAUSES)
        .map(EventLog::ownFramesOf)
        .filter(frames -> !frames.isEmpty())
        .reduce(List.of(), (_, inner) -> inner);
  }

  private static List<String> ownFramesOf(Throwable fault) {
    return Stream.of(fault.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith(OWN_PACKAGES))
        .limit(MAX_FRAMES)
        .map(StackTraceElement::toString)
        .toList();
  }

  private static List<String> chain(Throwable cause) {
    List<String> chain = new ArrayList<>();
    for (Throwable at = cause; at != null && chain.size() < MAX_CAUSES; at = at.getCause()) {
      StackTraceElement[] trace = at.getStackTrace();
      chain.add(at + (trace.length > 0 ? " at " + trace[0] : ""));
    }
    return chain;
  }
}
