package io.cdrwebhooks.bench.stand;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/// A receiver that takes whatever comes, at once or after a while.
public final class FastReceiver implements AutoCloseable {
  private static final Answer TAKEN = Answer.of(204, "", "");

  private final LoopbackServer server;
  private final LongAdder taken;

  private FastReceiver(LoopbackServer server, LongAdder taken) {
    this.server = server;
    this.taken = taken;
  }

  /// Answers `delay` after a request came; `visits` hears of it before, on the thread that answers.
  public static FastReceiver start(
      Optional<Certificate> certificate, Duration delay, Consumer<Received> visits)
      throws IOException {
    LongAdder taken = new LongAdder();
    LoopbackServer server =
        LoopbackServer.start(
            certificate,
            request -> {
              taken.increment();
              visits.accept(request);
              if (delay.isPositive()) {
                Thread.sleep(delay);
              }
              return TAKEN;
            });
    return new FastReceiver(server, taken);
  }

  /// Requests in the order they came, for who waits for each.
  public static final class Visits implements Consumer<Received> {
    private final BlockingQueue<Received> all = new LinkedBlockingQueue<>();

    @Override
    public void accept(Received visit) {
      all.add(visit);
    }

    /// Waits for the next one.
    public Received next(Duration patience) throws InterruptedException, TimeoutException {
      Received visit = all.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (visit == null) {
        throw new TimeoutException("no request came within " + patience.toSeconds() + " s");
      }
      return visit;
    }
  }

  public URI url() {
    return URI.create(server.url() + "/webhooks");
  }

  /// How many requests came.
  public long taken() {
    return taken.sum();
  }

  /// Closes all connections and forgets their TLS sessions.
  public void forgetEverybody() {
    server.forgetEverybody();
  }

  @Override
  public void close() {
    server.close();
  }
}
