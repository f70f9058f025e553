package io.cdrwebhooks.local.receiver;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.local.gateway.HttpGateway;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// A receiver on 127.0.0.1 that follows the receiver guide: verify, answer at once, then fetch.
///
/// A report is saved as `<directory>/<webhook-id>/<fileName>`. The receiver remembers an id only
/// once its file is saved, so that it accepts an attempt repeated after a failed download.
public final class DemoReceiver implements AutoCloseable {
  private static final int LARGEST_REQUEST = 64 << 10;
  private static final Duration LAST_DOWNLOADS = Duration.ofSeconds(5);
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");

  private final HttpServer server;
  private final RequestSignatures signatures;
  private final ReportDownload download;
  private final Path directory;
  private final Consumer<ReceiverEvent> watcher;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private DemoReceiver(
      HttpServer server, SignatureKey key, Path directory, Consumer<ReceiverEvent> watcher) {
    this.server = server;
    this.signatures = new RequestSignatures(key);
    this.download = new ReportDownload(watcher);
    this.directory = directory;
    this.watcher = watcher;
  }

  /// Starts a receiver, which listens once this returns; port 0 takes a free one. Several threads
  /// call `watcher`.
  public static DemoReceiver start(
      int port, SignatureKey key, Path directory, Consumer<ReceiverEvent> watcher) {
    HttpServer server = HttpGateway.bind(port);
    DemoReceiver receiver = new DemoReceiver(server, key, directory, watcher);
    server.setExecutor(receiver.threads);
    server.createContext("/", receiver::handle);
    server.start();
    return receiver;
  }

  public URI url() {
    return HttpGateway.url(server).resolve("/cdr-reports");
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status(exchange), -1);
    }
  }

  private int status(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST_REQUEST);
    Headers headers = exchange.getRequestHeaders();
    String id = Optional.ofNullable(headers.getFirst("webhook-id")).orElse("");
    if (!exchange.getRequestMethod().equals("POST") || !ID.matcher(id).matches()) {
      return 400;
    }
    if (!signatures.hold(headers::getFirst, body)) {
      watcher.accept(new ReceiverEvent.Refused(id));
      return 401;
    }
    Announcement announcement;
    try {
      announcement = Announcement.read(body);
    } catch (IOException e) {
      watcher.accept(new ReceiverEvent.Unreadable(id));
      return 400;
    }
    take(new ReceiverEvent.Accepted(id, announcement, SentSignatures.of(headers)));
    return 200;
  }

  private void take(ReceiverEvent.Accepted accepted) {
    String id = accepted.id();
    Announcement announcement = accepted.announcement();
    Path file = SavedName.in(directory.resolve(id), announcement.fileName());
    if (!underWay.add(id)) {
      watcher.accept(new ReceiverEvent.Repeated(id));
    } else if (Files.exists(file)) {
      underWay.remove(id);
      watcher.accept(new ReceiverEvent.Repeated(id));
    } else {
      watcher.accept(accepted);
      threads.execute(() -> fetch(id, announcement, file));
    }
  }

  private void fetch(String id, Announcement announcement, Path file) {
    try {
      download.fetch(id, announcement, file);
    } finally {
      underWay.remove(id);
    }
  }

  /// Stops listening at once; downloads under way get a few seconds to end.
  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
    try {
      if (!threads.awaitTermination(LAST_DOWNLOADS.toSeconds(), TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
    download.close();
  }
}
