package io.cdrwebhooks.bench.stand;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/// A receiver that accepts every request at once.
public record FastReceiver(LoopbackServer server, LongAdder count) implements AutoCloseable {
  private static final Answer ACCEPTED = Answer.of(204, Map.of(), "");

  /// `visits` hears of each request before its answer, on the thread that answers.
  public static FastReceiver start(Optional<Certificate> certificate, Consumer<Received> visits)
      throws IOException {
    LongAdder count = new LongAdder();
    LoopbackServer server =
        new LoopbackServer(
            certificate,
            request -> {
              count.increment();
              visits.accept(request);
              return ACCEPTED;
            });
    return new FastReceiver(server, count);
  }

  public URI url() {
    return URI.create(server.url() + "/webhooks");
  }

  /// How many requests came.
  public long taken() {
    return count.sum();
  }

  /// Closes all connections and forgets their TLS sessions.
  public void dropConnections() {
    server.dropConnections();
  }

  @Override
  public void close() {
    server.close();
  }
}
