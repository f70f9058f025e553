package io.cdrwebhooks.deployment;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.local.receiver.ReceivedAnnouncement;
import io.cdrwebhooks.local.receiver.RequestSignatures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The receiver behind the address that the operator gives. It listens on a port of 127.0.0.1,
/// verifies each webhook, and answers 200 or the status set for the next webhook.
final class TrialReceiver implements AutoCloseable {
  private static final int MAX_REQUEST = 64 << 10;

  /// One verified webhook, and the status with which the receiver answered it.
  record Webhook(String id, ReceivedAnnouncement announcement, int status) {}

  private final HttpServer server;
  private final RequestSignatures signatures;
  private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<Webhook> webhooks = new LinkedBlockingQueue<>();

  private TrialReceiver(HttpServer server, SignatureKey key) {
    this.server = server;
    this.signatures = new RequestSignatures(key);
  }

  /// @throws TrialFailure if the port is taken
  static TrialReceiver start(int port, SignatureKey key) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      TrialReceiver receiver = new TrialReceiver(server, key);
      server.createContext("/", receiver::handle);
      server.start();
      return receiver;
    } catch (IOException e) {
      throw new TrialFailure("The trial's receiver can't listen on port " + port + ": " + e);
    }
  }

  /// Answers the next webhook with this status.
  void answerNextWith(int status) {
    answers.add(status);
  }

  /// @throws TrialFailure if none arrives in time
  Webhook next(Duration patience) {
    try {
      Webhook webhook = webhooks.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (webhook == null) {
        throw new TrialFailure("No verified webhook arrived within " + patience.toSeconds() + " s");
      }
      return webhook;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TrialFailure("The trial was interrupted");
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(MAX_REQUEST);
      if (!signatures.bothHold(exchange.getRequestHeaders()::getFirst, body)) {
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      Integer next = answers.poll();
      int status = next == null ? 200 : next;
      String id = exchange.getRequestHeaders().getFirst("webhook-id");
      exchange.sendResponseHeaders(status, -1);
      webhooks.add(new Webhook(id, ReceivedAnnouncement.read(body), status));
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
