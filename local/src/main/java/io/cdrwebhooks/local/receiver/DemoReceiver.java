package io.cdrwebhooks.local.receiver;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.local.gateway.HttpGateway;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// A receiver on 127.0.0.1 that follows the receiver guide: it verifies, keeps the announcement on
/// disk, answers, and then fetches.
///
/// A report is saved as `<directory>/<webhook-id>/<fileName>`. An announcement waits in
/// `<directory>/.inbox` until its report is saved, and the next start continues with it.
public final class DemoReceiver implements AutoCloseable {
  /// The beginning of the `webhook-id` of a notice, which has no report to fetch.
  private static final String NOTICE = "notice_";

  private final HttpServer server;
  private final RequestSignatures signatures;
  private final Inbox inbox;
  private final Collector collector;
  private final Consumer<ReceiverEvent> watcher;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private DemoReceiver(
      HttpServer server,
      List<SignatureKey> keys,
      Path directory,
      Duration firstPause,
      Consumer<ReceiverEvent> watcher) {
    this.server = server;
    this.signatures = new RequestSignatures(keys);
    this.inbox = new Inbox(directory.resolve(".inbox"));
    this.collector = new Collector(inbox, directory, firstPause, signatures, watcher);
    this.watcher = watcher;
  }

  /// Starts a receiver, and returns when it listens; port 0 selects a free one. Several threads
  /// call `watcher`.
  public static DemoReceiver start(
      int port, SignatureKey key, Path directory, Consumer<ReceiverEvent> watcher) {
    return start(port, List.of(key), directory, Duration.ofSeconds(1), watcher);
  }

  /// Starts a receiver that accepts any of several Signatures, as during a rotation. `firstPause`
  /// is the pause after the first failed download; later pauses are longer.
  static DemoReceiver start(
      int port,
      List<SignatureKey> keys,
      Path directory,
      Duration firstPause,
      Consumer<ReceiverEvent> watcher) {
    HttpServer server = HttpGateway.bind(port);
    DemoReceiver receiver = new DemoReceiver(server, keys, directory, firstPause, watcher);
    server.setExecutor(receiver.threads);
    server.createContext("/", receiver::handle);
    receiver.collector.start();
    server.start();
    return receiver;
  }

  public URI url() {
    return HttpGateway.url(server).resolve("/cdr-reports");
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(RequestSignatures.MAX_BODY + 1);
      Answer answer =
          exchange.getRequestMethod().equals("POST")
              ? answer(exchange.getRequestHeaders(), body)
              : new Answer(405, "Send a POST");
      byte[] text = answer.text().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), text.length == 0 ? -1 : text.length);
      exchange.getResponseBody().write(text);
    }
  }

  private record Answer(int status, String text) {}

  private Answer answer(Headers headers, byte[] body) {
    Optional<Refusal> refusal =
        signatures.refusal(
            name -> Objects.requireNonNullElse(headers.get(name), List.of()), body, Instant.now());
    if (refusal.isPresent()) {
      watcher.accept(new ReceiverEvent.Refused(refusal.get()));
      return new Answer(refusal.get().status(), refusal.get().reason());
    }
    String id = headers.getFirst("webhook-id");
    if (id.startsWith(NOTICE)) {
      watcher.accept(new ReceiverEvent.Noticed(id, new String(body, StandardCharsets.UTF_8)));
      return new Answer(200, "");
    }
    try {
      keep(id, headers, body);
      return new Answer(200, "");
    } catch (IOException e) {
      watcher.accept(new ReceiverEvent.NotKept(id, e.getClass().getSimpleName()));
      return new Answer(503, "the announcement cannot be kept");
    }
  }

  private void keep(String id, Headers headers, byte[] body) throws IOException {
    if (collector.hasCollected(id)) {
      watcher.accept(new ReceiverEvent.Repeated(id));
      return;
    }
    long seconds = Long.parseLong(headers.getFirst("webhook-timestamp"));
    inbox.keep(id, Instant.ofEpochSecond(seconds), body);
    Optional<Announcement> kept = inbox.find(id);
    if (kept.isEmpty()) {
      watcher.accept(new ReceiverEvent.Unreadable(id));
      return;
    }
    watcher.accept(new ReceiverEvent.Accepted(id, kept.get(), SentSignatures.of(headers)));
    collector.collect(id);
  }

  /// Stops listening at once, and waits a few seconds for running downloads.
  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
    collector.close();
  }
}
