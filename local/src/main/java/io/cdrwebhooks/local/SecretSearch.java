package io.cdrwebhooks.local;

import io.cdrwebhooks.log.EventLog;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/// Keeps every log line and every secret of a run, and looks for the ones in the others.
final class SecretSearch {
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final Queue<UUID> tokens = new ConcurrentLinkedQueue<>();

  /// A log whose lines are kept for the search, and go on to `sink`.
  EventLog log(Consumer<String> sink) {
    return new EventLog(
        InstantSource.system(),
        line -> {
          lines.add(line);
          sink.accept(line);
        });
  }

  /// A source of tokens that remembers them.
  UUID token() {
    UUID token = UUID.randomUUID();
    tokens.add(token);
    return token;
  }

  int lines() {
    return lines.size();
  }

  int tokens() {
    return tokens.size();
  }

  /// Which of the named secrets, and of the tokens issued, stand in the log; none, if all is well.
  List<String> leaks(Map<String, String> secretsByName) {
    Map<String, String> wanted = new LinkedHashMap<>(secretsByName);
    tokens.forEach(token -> wanted.put("access token " + wanted.size(), token.toString()));
    return wanted.entrySet().stream()
        .filter(secret -> lines.stream().anyMatch(line -> line.contains(secret.getValue())))
        .map(Map.Entry::getKey)
        .toList();
  }
}
