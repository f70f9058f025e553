package io.cdrwebhooks.chaos.world;

import io.cdrwebhooks.emulators.http.HttpHead;
import io.cdrwebhooks.emulators.http.LoopbackListener;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.Optional;

/// A proxy on 127.0.0.1 between the dispatch process and one service, with injected faults. A
/// connection carries one request.
///
/// Headers pass unchanged, including the Host that the client signed. The process may be killed
/// before the proxy passes on a request, and before it passes on the answer.
public final class FaultProxy implements AutoCloseable {
  private final Service service;
  private final URI target;
  private final InjectedFaults faults;
  private final Killer killer;
  private final Timeline timeline;
  private final LoopbackListener listener;

  public FaultProxy(
      Service service, URI target, InjectedFaults faults, Killer killer, Timeline timeline) {
    this.service = service;
    this.target = target;
    this.faults = faults;
    this.killer = killer;
    this.timeline = timeline;
    this.listener = new LoopbackListener("proxy-" + service, this::serve);
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.port());
  }

  private void serve(Socket client) throws IOException, InterruptedException {
    InputStream in = new BufferedInputStream(client.getInputStream());
    Optional<HttpHead> head = HttpHead.read(in);
    if (head.isPresent()) {
      byte[] body = in.readNBytes(head.get().contentLength());
      Optional<byte[]> answer = answer(head.get(), body);
      if (answer.isPresent()) {
        client.getOutputStream().write(answer.get());
      }
    }
  }

  private Optional<byte[]> answer(HttpHead head, byte[] body)
      throws IOException, InterruptedException {
    RequestKind kind;
    try {
      kind = RequestKind.of(service, head, body);
    } catch (IllegalArgumentException | NoSuchElementException | UncheckedIOException e) {
      timeline.unknownRequest(e.toString());
      return Optional.empty();
    }
    return answer(new Request(Instant.now(), head, body, kind));
  }

  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  private record Request(Instant from, HttpHead head, byte[] body, RequestKind kind) {}

  /// Answers a request; empty if the connection must end without an answer.
  private Optional<byte[]> answer(Request request) throws IOException, InterruptedException {
    String kind = request.kind().name();
    killer.requestSeen(kind);
    if (killer.strikes("before " + kind)) {
      return Optional.empty();
    }
    Optional<InjectedFaults.Disturbance> disturbance = faults.next(kind);
    if (disturbance.isEmpty()) {
      return pass(request);
    }
    InjectedFaults.Disturbance what = disturbance.get();
    return switch (what.type()) {
      case THROTTLED -> {
        note(request, what, "");
        yield Optional.of(service.throttling(what.chance()));
      }
      case FAILED -> {
        note(request, what, "");
        yield Optional.of(service.failure(what.chance()));
      }
      case ANSWER_LOST -> {
        note(request, what, new String(forward(request), StandardCharsets.UTF_8));
        yield Optional.empty();
      }
      case DELAYED -> {
        Thread.sleep(what.delay());
        note(request, what, "");
        yield pass(request);
      }
    };
  }

  private Optional<byte[]> pass(Request request) throws IOException {
    byte[] answer = forward(request);
    return killer.strikes("after " + request.kind().name())
        ? Optional.empty()
        : Optional.of(answer);
  }

  private byte[] forward(Request request) throws IOException {
    byte[] answer;
    try (Socket socket = new Socket(target.getHost(), target.getPort())) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      out.write(request.head().closingBytes());
      out.write(request.body());
      answer = socket.getInputStream().readAllBytes();
    }
    RequestKind kind = request.kind();
    String status = new String(answer, 0, Math.min(12, answer.length), StandardCharsets.US_ASCII);
    if (status.endsWith(" 200") && kind.isWriteOfDelivery()) {
      timeline.stored(new Timeline.Stored(Instant.now(), kind.name(), kind.subject()));
      if (kind.name().equals("deliveries/complete")) {
        killer.sawProgress();
      }
    }
    return answer;
  }

  private void note(Request request, InjectedFaults.Disturbance what, String answer) {
    RequestKind kind = request.kind();
    String said = new String(request.body(), StandardCharsets.UTF_8);
    String text = kind.subject() + " " + said + answer;
    Instant until = Instant.now();
    timeline.fault(
        new Timeline.Fault(request.from(), until, service.name(), kind.name(), what.type(), text));
  }

  @Override
  public void close() {
    listener.close();
  }
}
