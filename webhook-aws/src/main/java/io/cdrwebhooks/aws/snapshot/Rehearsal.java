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

/// Runs a function's own work once with made-up input, and discards the result. The classes,
/// compiled code and files that it loads stay in the snapshot.
///
/// All processes that start from one snapshot share its objects. So the rehearsal makes separate
/// objects for connections, credentials, ids and counts, which processes must not share.
@FunctionalInterface
public interface Rehearsal {
  /// Performs the rehearsal. It may throw any fault: then the function starts slower, and the log
  /// has the cause.
  void perform() throws Exception;

  /// Passes the events to a new handler in each round, because the rehearsal must cover a handler's
  /// first events. Returns the answers to the events, in order.
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

  /// Creates a clock that begins at the time of the rehearsal's records.
  static InstantSource clock() {
    Instant beginning = Instant.parse("2026-01-01T12:00:00Z");
    long begun = System.nanoTime();
    return () -> beginning.plusNanos(System.nanoTime() - begun);
  }

  /// Reads the text of a file in the package of the given class.
  static String resource(Class<?> beside, String name) throws IOException {
    try (InputStream file = beside.getResourceAsStream(name)) {
      if (file == null) {
        throw new IOException("function package must have the rehearsal's file " + name);
      }
      return new String(file.readAllBytes(), UTF_8);
    }
  }
}
