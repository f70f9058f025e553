package io.cdrwebhooks.local;

import io.cdrwebhooks.local.receiver.ReceiverEvent;
import io.cdrwebhooks.log.EventLog;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Searches the logged and printed text of a run for the secrets of that run. Thread-safe.
final class SecretSearch {
  /// A parameter of every presigned address of the object store, which needs no other credential.
  private static final String PRESIGNED = "X-Amz-Signature=";

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final Queue<ByteArrayOutputStream> printed = new ConcurrentLinkedQueue<>();
  private final Queue<String> tokens = new ConcurrentLinkedQueue<>();
  private final Queue<String> signatures = new ConcurrentLinkedQueue<>();

  /// Returns a log whose lines are stored for the search, and passed on to `sink`.
  EventLog log(Consumer<String> sink) {
    return new EventLog(
        InstantSource.system(),
        line -> {
          lines.add(line);
          sink.accept(line);
        });
  }

  /// Returns a stream whose text is stored for the search, and passed on to `stream`.
  PrintStream watched(PrintStream stream) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    printed.add(kept);
    return new PrintStream(stream, true, StandardCharsets.UTF_8) {
      @Override
      public void write(int b) {
        kept.write(b);
        super.write(b);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        kept.write(bytes, offset, length);
        super.write(bytes, offset, length);
      }
    };
  }

  /// Returns a new token and remembers it for the search.
  UUID token() {
    UUID token = UUID.randomUUID();
    tokens.add(token.toString());
    return token;
  }

  /// Remembers the signatures that a receiver got.
  void remember(ReceiverEvent event) {
    if (event instanceof ReceiverEvent.Accepted accepted) {
      signatures.addAll(accepted.signatures());
    }
  }

  int lines() {
    return lines.size();
  }

  int tokens() {
    return tokens.size();
  }

  int signatures() {
    return signatures.size();
  }

  /// Returns the names of the secrets found in the logged and printed text so far; empty if there
  /// are none. It looks for the named keys (plain or in base64), issued tokens, sent signatures,
  /// and presigned addresses.
  List<String> leaks(Map<String, String> keysByName) {
    Map<String, String> namesBySecret = new LinkedHashMap<>();
    tokens.forEach(token -> namesBySecret.put(token, "access token " + namesBySecret.size()));
    signatures.forEach(sent -> namesBySecret.put(sent, "signature sent " + namesBySecret.size()));
    keysByName.forEach(
        (name, key) -> {
          byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
          namesBySecret.put(key, name);
          namesBySecret.put(Base64.getEncoder().withoutPadding().encodeToString(bytes), name);
          namesBySecret.put(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), name);
        });
    namesBySecret.put(PRESIGNED, "presigned address");
    List<String> texts =
        Stream.concat(
                lines.stream(), printed.stream().map(kept -> kept.toString(StandardCharsets.UTF_8)))
            .toList();
    return namesBySecret.entrySet().stream()
        .filter(secret -> texts.stream().anyMatch(text -> text.contains(secret.getKey())))
        .map(Map.Entry::getValue)
        .distinct()
        .toList();
  }
}
