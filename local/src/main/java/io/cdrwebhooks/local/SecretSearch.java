package io.cdrwebhooks.local;

import io.cdrwebhooks.local.receiver.ReceiverEvent;
import io.cdrwebhooks.log.EventLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Keeps what a run logs and prints, and every secret of it, and looks for the ones in the others.
/// For several threads.
final class SecretSearch {
  /// In every address of the object store that needs no other credential.
  private static final String PRESIGNED = "X-Amz-Signature=";

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final Queue<Copy> copies = new ConcurrentLinkedQueue<>();
  private final Queue<UUID> tokens = new ConcurrentLinkedQueue<>();
  private final Queue<String> signatures = new ConcurrentLinkedQueue<>();

  /// A log whose lines are kept for the search, and go on to `sink`.
  EventLog log(Consumer<String> sink) {
    return new EventLog(
        InstantSource.system(),
        line -> {
          lines.add(line);
          sink.accept(line);
        });
  }

  /// A stream whose text is kept for the search, and goes on to `stream`.
  PrintStream watched(PrintStream stream) {
    Copy copy = new Copy(stream);
    copies.add(copy);
    return new PrintStream(copy, true, stream.charset());
  }

  /// A source of tokens that remembers them.
  UUID token() {
    UUID token = UUID.randomUUID();
    tokens.add(token);
    return token;
  }

  /// Remembers the signatures that a receiver was sent.
  void heard(ReceiverEvent event) {
    if (event instanceof ReceiverEvent.Accepted accepted) {
      signatures.addAll(accepted.signatures().values());
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

  /// Which of the named keys (as they are or in base64), of the tokens issued and of the signatures
  /// sent stand in what was logged and printed until now, or whether a presigned address does;
  /// none, if all is well.
  List<String> leaks(Map<String, String> keysByName) {
    Map<String, Predicate<String>> wanted = new LinkedHashMap<>();
    keysByName.forEach((name, key) -> wanted.put(name, text -> containsKey(text, key)));
    tokens.forEach(token -> wanted.put("access token " + wanted.size(), holding(token.toString())));
    signatures.forEach(
        signature -> wanted.put("signature sent " + wanted.size(), holding(signature)));
    wanted.put("presigned address", holding(PRESIGNED));
    List<String> texts = Stream.concat(lines.stream(), copies.stream().map(Copy::text)).toList();
    return wanted.entrySet().stream()
        .filter(secret -> texts.stream().anyMatch(secret.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Predicate<String> holding(String secret) {
    return text -> text.contains(secret);
  }

  private static boolean containsKey(String text, String key) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    return text.contains(key)
        || text.contains(Base64.getEncoder().withoutPadding().encodeToString(bytes))
        || text.contains(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  private static final class Copy extends OutputStream {
    private final PrintStream stream;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    Copy(PrintStream stream) {
      this.stream = stream;
    }

    @Override
    public void write(int b) {
      kept.write(b);
      stream.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      kept.write(bytes, offset, length);
      stream.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      stream.flush();
    }

    String text() {
      return kept.toString(stream.charset());
    }
  }
}
