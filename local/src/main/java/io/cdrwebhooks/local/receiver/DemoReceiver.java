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
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A receiver on 127.0.0.1 for the demo: it verifies a request, stores the announcement on disk,
/// answers, and then fetches the report. The receiver kit has receivers to copy.
///
/// A report is saved as `<directory>/<webhook-id>/<fileName>`.
public final class DemoReceiver implements AutoCloseable {
  /// The beginning of the `webhook-id` of a notice, which has no report to fetch.
  private static final String NOTICE = "notice_";

  private static final int MAX_BODY = 64 << 10;

  private final HttpServer server;
  private final RequestSignatures signatures;
  private final Downloads downloads;
  private final Consumer<ReceiverEvent> watcher;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private DemoReceiver(
      HttpServer server, SignatureKey key, Path directory, Consumer<ReceiverEvent> watcher) {
    this.server = server;
    this.signatures = new RequestSignatures(key);
    this.downloads = new Downloads(directory, signatures, watcher);
    this.watcher = watcher;
  }

  /// Starts a receiver, and returns when it listens; port 0 selects a free one. Several threads
  /// call `watcher`.
  public static DemoReceiver start(
      int port, SignatureKey key, Path directory, Consumer<ReceiverEvent> watcher)
      throws IOException {
    HttpServer server = HttpGateway.bind(port);
    DemoReceiver receiver = new DemoReceiver(server, key, directory, watcher);
    server.setExecutor(receiver.threads);
    server.createContext("/", receiver::handle);
    receiver.downloads.begin();
    server.start();
    return receiver;
  }

  public URI url() {
    return HttpGateway.url(server).resolve("/cdr-reports");
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY);
      Answer answer = answer(exchange.getRequestHeaders(), body);
      byte[] text = answer.text().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), text.length == 0 ? -1 : text.length);
      exchange.getResponseBody().write(text);
    }
  }

  private record Answer(int status, String text) {
    private static final Answer OK = new Answer(200, "");
  }

  private Answer answer(Headers headers, byte[] body) {
    Optional<String> refusal = signatures.refusal(headers::getFirst, body, Instant.now());
    if (refusal.isPresent()) {
      watcher.accept(new ReceiverEvent.Refused(refusal.get()));
      return new Answer(401, refusal.get());
    }
    String id = headers.getFirst("webhook-id");
    if (id.startsWith(NOTICE)) {
      watcher.accept(new ReceiverEvent.Noticed(id, new String(body, StandardCharsets.UTF_8)));
      return Answer.OK;
    }
    if (downloads.hasSaved(id)) {
      watcher.accept(new ReceiverEvent.Repeated(id));
      return Answer.OK;
    }
    ReceivedAnnouncement announcement;
    try {
      announcement = ReceivedAnnouncement.read(body);
    } catch (IOException e) {
      watcher.accept(new ReceiverEvent.Unreadable(id));
      return Answer.OK;
    }
    try {
      downloads.keep(id, body);
    } catch (IOException e) {
      watcher.accept(new ReceiverEvent.NotKept(id, e.getClass().getSimpleName()));
      return new Answer(503, "the announcement cannot be stored");
    }
    watcher.accept(new ReceiverEvent.Accepted(id, announcement, signaturesIn(headers)));
    downloads.fetch(id);
    return Answer.OK;
  }

  /// Returns the signatures of a request, each in base64.
  private static List<String> signaturesIn(Headers headers) {
    Stream<String> standard =
        Arrays.stream(headers.getFirst("webhook-signature").split(" "))
            .map(signature -> signature.substring(signature.indexOf(',') + 1));
    return Stream.concat(Stream.ofNullable(headers.getFirst("X-CDR-Signature")), standard).toList();
  }

  /// Stops listening, and ends the downloads.
  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
    downloads.close();
  }
}
