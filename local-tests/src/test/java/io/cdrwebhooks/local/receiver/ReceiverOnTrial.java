package io.cdrwebhooks.local.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.configuration.SignatureKey;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A demo receiver, with a sender and a store that a test may break.
final class ReceiverOnTrial implements AutoCloseable {
  static final SignatureKey KEY = new SignatureKey("Signature of the tests");
  static final byte[] OBJECT = bytes(10_000);

  final BrokenStore store = new BrokenStore(OBJECT);
  final BlockingQueue<ReceiverEvent> events = new LinkedBlockingQueue<>();
  final Path received;
  private final HttpClient http = HttpClient.newHttpClient();
  private DemoReceiver receiver;

  /// `received` is the folder that reports are saved in.
  ReceiverOnTrial(Path received) throws IOException {
    this.received = received;
    this.receiver = DemoReceiver.start(0, KEY, received, events::add);
  }

  DemoReceiver receiver() {
    return receiver;
  }

  /// Starts the receiver again; `meanwhile` runs while there is none.
  void restart(Runnable meanwhile) throws IOException {
    receiver.close();
    meanwhile.run();
    receiver = DemoReceiver.start(0, KEY, received, events::add);
  }

  /// The events up to the first one of this kind, which is the last of the list.
  List<ReceiverEvent> until(Class<? extends ReceiverEvent> kind) throws InterruptedException {
    List<ReceiverEvent> seen = new ArrayList<>();
    do {
      ReceiverEvent event = events.poll(20, TimeUnit.SECONDS);
      assertThat(event).as("after " + seen).isNotNull();
      seen.add(event);
    } while (!kind.isInstance(seen.getLast()));
    return seen;
  }

  static List<String> kinds(List<ReceiverEvent> seen) {
    return seen.stream().map(event -> event.getClass().getSimpleName()).toList();
  }

  /// Sends the request, and returns the status of the answer.
  int post(SignedRequest request) throws IOException, InterruptedException {
    return post(request, Map.of());
  }

  /// As `post`, with other values of some headers.
  int post(SignedRequest request, Map<String, String> changed)
      throws IOException, InterruptedException {
    HttpRequest.Builder post =
        HttpRequest.newBuilder(receiver.url())
            .POST(HttpRequest.BodyPublishers.ofString(request.body()));
    request.headers().forEach(post::setHeader);
    changed.forEach(post::setHeader);
    return http.send(post.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  /// The announcement of what the store has.
  SignedRequest request() {
    return new SignedRequest("id-1", payload("report.zip", OBJECT.length));
  }

  String payload(String fileName, long size) {
    return payload(fileName, size, "");
  }

  String payload(String fileName, long size, String error) {
    return new ObjectMapper()
        .createObjectNode()
        .put("contentType", "application/zip")
        .put("httpMethod", "GET")
        .put("callbackURL", store.link().toString())
        .put("validUntil", "2026-03-06T03:12:44Z")
        .put("fileName", fileName)
        .put("fileSizeInBytes", size)
        .put("numberOfLines", 1)
        .put("taskName", "Task")
        .put("taskId", 1)
        .put("error", error)
        .toString();
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  @Override
  public void close() throws IOException {
    receiver.close();
    store.close();
    http.close();
  }
}
