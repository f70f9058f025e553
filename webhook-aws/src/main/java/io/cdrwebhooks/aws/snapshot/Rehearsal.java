package io.cdrwebhooks.aws.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// A function's own work, done once with made-up input and thrown away: what it loads, compiles and
/// reads stays in the snapshot.
///
/// Whatever must not be shared by all who start from one snapshot (connections, credentials, ids,
/// counts) belongs to objects that are made for the rehearsal.
@FunctionalInterface
public interface Rehearsal {
  /// May fail in any way: then functions start slower, and the log says so.
  void perform() throws Exception;

  /// Gives the events to a new handler in each round, since what a handler does first is what
  /// counts. Returns what each event was answered, in order.
  static List<String> play(int rounds, Supplier<RequestStreamHandler> handlers, List<String> events)
      throws IOException {
    List<String> answers = new ArrayList<>();
    Rounds left = new Rounds(rounds);
    while (left.next()) {
      RequestStreamHandler handler = handlers.get();
      for (String event : events) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        handler.handleRequest(
            new ByteArrayInputStream(event.getBytes(UTF_8)), answer, new RehearsalContext());
        answers.add(answer.toString(UTF_8));
      }
    }
    return answers;
  }

  /// A new clock, which begins at the time of the made-up records.
  static InstantSource clock() {
    Instant beginning = Instant.parse("2026-01-01T12:00:00Z");
    long begun = System.nanoTime();
    return () -> beginning.plusNanos(System.nanoTime() - begun);
  }

  /// Reads the text of a file that lies in the function's package, as the given class does.
  static String resource(Class<?> beside, String name) throws IOException {
    try (InputStream file = beside.getResourceAsStream(name)) {
      if (file == null) {
        throw new IOException("the function's package lacks a file of its rehearsal: " + name);
      }
      return new String(file.readAllBytes(), UTF_8);
    }
  }
}
