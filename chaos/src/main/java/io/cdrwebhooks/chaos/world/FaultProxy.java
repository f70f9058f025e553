package io.cdrwebhooks.chaos.world;

import io.cdrwebhooks.chaos.world.InjectedFaults.Fault;
import io.cdrwebhooks.emulators.http.HttpHead;
import io.cdrwebhooks.emulators.http.LoopbackListener;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/// A proxy on 127.0.0.1 between the dispatch process and one service, with injected faults. A
/// connection carries one request.
///
/// Headers pass unchanged, including the Host that the client signed. The process may be killed
/// before the proxy passes on a request, and before it passes on the answer.
public final class FaultProxy implements AutoCloseable {
  /// A delay longer than the requester waits.
  private static final Duration DELAY = Duration.ofMillis(3_500);

  private final Service service;
  private final URI target;
  private final Function<String, Optional<Fault>> faults;
  private final Killer killer;
  private final Timeline timeline;
  private final LoopbackListener listener;

  /// Starts a proxy. `faults` returns the fault of the next request of a kind.
  public FaultProxy(
      Service service,
      URI target,
      Function<String, Optional<Fault>> faults,
      Killer killer,
      Timeline timeline) {
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

  /// Answers a request; empty if the connection must end without an answer.
  private Optional<byte[]> answer(HttpHead head, byte[] body)
      throws IOException, InterruptedException {
    RequestKind kind = RequestKind.of(service, head, body);
    if (killer.strikes("before " + kind.name())) {
      return Optional.empty();
    }
    Optional<Fault> fault = faults.apply(kind.name());
    if (fault.isEmpty()) {
      return pass(head, body, kind);
    }
    timeline.fault(fault.get());
    return switch (fault.get()) {
      case THROTTLED -> Optional.of(service.throttling());
      case FAILED -> Optional.of(service.failure());
      case ANSWER_LOST -> {
        var _ = forward(head, body, kind);
        yield Optional.empty();
      }
      case DELAYED -> {
        Thread.sleep(DELAY);
        yield pass(head, body, kind);
      }
    };
  }

  private Optional<byte[]> pass(HttpHead head, byte[] body, RequestKind kind) throws IOException {
    byte[] answer = forward(head, body, kind);
    return killer.strikes("after " + kind.name()) ? Optional.empty() : Optional.of(answer);
  }

  private byte[] forward(HttpHead head, byte[] body, RequestKind kind) throws IOException {
    byte[] answer;
    try (Socket socket = new Socket(target.getHost(), target.getPort())) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      out.write(head.closingBytes());
      out.write(body);
      answer = socket.getInputStream().readAllBytes();
    }
    String status = new String(answer, 0, Math.min(12, answer.length), StandardCharsets.US_ASCII);
    if (status.endsWith(" 200") && kind.name().equals(RequestKind.CLAIM)) {
      timeline.claimed(Instant.now(), kind.subject());
    }
    if (status.endsWith(" 200") && kind.name().equals(RequestKind.COMPLETE)) {
      timeline.completed(Instant.now(), kind.subject());
      killer.sawProgress();
    }
    return answer;
  }

  @Override
  public void close() {
    listener.close();
  }
}
