package io.cdrwebhooks.chaos.proxy;

import io.cdrwebhooks.chaos.process.Killer;
import io.cdrwebhooks.chaos.timeline.Fault;
import io.cdrwebhooks.chaos.timeline.Timeline;
import io.cdrwebhooks.chaos.wire.HttpMessage;
import io.cdrwebhooks.chaos.wire.LoopbackListener;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/// Stands on 127.0.0.1 before one service, for the dispatch process alone, and lets requests fail
/// as the weather has it.
///
/// Bytes are passed on as they came, so that the Host that the client signed stays. The process may
/// be killed before a request is passed on, and before its answer is.
public final class FaultProxy implements AutoCloseable {
  private final Service service;
  private final URI target;
  private final Weather weather;
  private final Killer killer;
  private final Timeline timeline;
  private final LoopbackListener listener;

  public FaultProxy(
      Service service, URI target, Weather weather, Killer killer, Timeline timeline) {
    this.service = service;
    this.target = target;
    this.weather = weather;
    this.killer = killer;
    this.timeline = timeline;
    this.listener = LoopbackListener.start("proxy-" + service.title(), this::serve);
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.port());
  }

  private void serve(Socket client) throws IOException, InterruptedException {
    InputStream in = new BufferedInputStream(client.getInputStream());
    try (Backend backend = new Backend(target)) {
      Optional<HttpMessage> request = HttpMessage.readRequest(in);
      while (request.isPresent() && answer(request.get(), backend, client.getOutputStream())) {
        request = HttpMessage.readRequest(in);
      }
    }
  }

  /// False when the connection is to end here.
  private boolean answer(HttpMessage request, Backend backend, OutputStream out)
      throws IOException, InterruptedException {
    Instant from = Instant.now();
    RequestKind kind = RequestKind.of(service, request);
    killer.heard(kind.name());
    if (killer.strikes("before " + kind.name())) {
      return false;
    }
    Optional<Weather.Disturbance> disturbance = weather.next(kind.name());
    if (disturbance.isEmpty()) {
      return pass(request, kind, backend, out);
    }
    Weather.Disturbance what = disturbance.get();
    return switch (what.type()) {
      case THROTTLED -> {
        note(from, kind, what, request.text());
        write(ServiceErrors.throttling(service, what.chance()), out);
        yield true;
      }
      case FAILED -> {
        note(from, kind, what, request.text());
        write(ServiceErrors.failure(service, what.chance()), out);
        yield true;
      }
      case ANSWER_LOST -> {
        HttpMessage answer = forward(request, kind, backend);
        note(from, kind, what, request.text() + answer.text());
        yield false;
      }
      case DELAYED -> {
        Thread.sleep(what.delay());
        note(from, kind, what, request.text());
        yield pass(request, kind, backend, out);
      }
    };
  }

  private static void write(byte[] answer, OutputStream out) throws IOException {
    out.write(answer);
    out.flush();
  }

  private boolean pass(HttpMessage request, RequestKind kind, Backend backend, OutputStream out)
      throws IOException {
    HttpMessage answer = forward(request, kind, backend);
    if (killer.strikes("after " + kind.name())) {
      return false;
    }
    answer.writeTo(out);
    return answer.head().header("Connection").filter("close"::equalsIgnoreCase).isEmpty();
  }

  private HttpMessage forward(HttpMessage request, RequestKind kind, Backend backend)
      throws IOException {
    HttpMessage answer = backend.exchange(request);
    if (answer.head().status() == 200 && kind.isWriteOfDelivery()) {
      timeline.stored(kind.subject(), new Timeline.Stored(Instant.now(), kind.name()));
      if (kind.name().equals("deliveries/complete")) {
        killer.sawProgress();
      }
    }
    return answer;
  }

  private void note(Instant from, RequestKind kind, Weather.Disturbance what, String text) {
    timeline.fault(
        new Fault(
            from,
            Instant.now(),
            service.title(),
            kind.name(),
            what.type(),
            kind.subject(),
            kind.subject() + " " + text));
  }

  @Override
  public void close() {
    listener.close();
  }
}
