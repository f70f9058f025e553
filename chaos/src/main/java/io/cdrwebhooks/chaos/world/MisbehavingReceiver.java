package io.cdrwebhooks.chaos.world;

import io.cdrwebhooks.chaos.world.Recipient.Part;
import io.cdrwebhooks.emulators.http.HttpHead;
import io.cdrwebhooks.emulators.http.LoopbackListener;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// A receiver on a raw socket of 127.0.0.1. It checks and records every request that it reads, and
/// answers according to its script. The killer may kill the dispatch process before the receiver
/// reads a request, after it has read one, and after it has answered.
public final class MisbehavingReceiver implements AutoCloseable {
  private static final int MAX_WAIT_MILLIS = 20_000;
  private static final Duration BETWEEN_BYTES = Duration.ofMillis(20);

  private final String name;
  private final Part part;
  private final Collaborators around;
  private final LoopbackListener listener;

  /// The parts that all receivers of a run share.
  public record Collaborators(
      Uploads uploads,
      ReceivedRequests received,
      Script script,
      AtomicBoolean deadIsDown,
      AtomicBoolean goneAnswers410,
      Killer killer) {}

  public MisbehavingReceiver(String name, Part part, Collaborators around) {
    this.name = name;
    this.part = part;
    this.around = around;
    this.listener = new LoopbackListener(name, this::serve);
  }

  public int port() {
    return listener.port();
  }

  private void serve(Socket socket) throws IOException, InterruptedException {
    socket.setSoTimeout(MAX_WAIT_MILLIS);
    if (part == Part.DEAD && around.deadIsDown().get()) {
      reset(socket);
      return;
    }
    if (around.killer().strikes("receiver, before it reads")) {
      return;
    }
    InputStream in = new BufferedInputStream(socket.getInputStream());
    Optional<HttpHead> head = HttpHead.read(in);
    if (head.isEmpty()) {
      return;
    }
    String id = head.get().header("webhook-id").orElse("");
    Optional<Upload> upload =
        around.uploads().of(id).filter(each -> each.recipient().name().equals(name));
    if (upload.isEmpty() || !head.get().startLine().startsWith("POST /in ")) {
      around.received().complain(name + " got " + head.get().startLine() + " about " + id);
      return;
    }
    new Conversation(socket, in, head.get(), upload.get()).go();
  }

  /// Waits until the other side closes the connection.
  private static void awaitEnd(InputStream in) throws IOException {
    while (in.read() >= 0) {
      // reads on
    }
  }

  private static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() {
    listener.close();
  }

  /// One request that names a delivery.
  private final class Conversation {
    private final Socket socket;
    private final InputStream in;
    private final HttpHead head;
    private final Upload upload;
    private final Instant arrivedAt = Instant.now();
    private final int number;
    private final Behaviour behaviour;
    private boolean accepted;
    private volatile Optional<Instant> endedAt = Optional.empty();

    Conversation(Socket socket, InputStream in, HttpHead head, Upload upload) {
      this.socket = socket;
      this.in = in;
      this.head = head;
      this.upload = upload;
      this.number = around.received().count(upload.id().value());
      this.behaviour =
          part == Part.GONE && around.goneAnswers410().get()
              ? Behaviour.ANSWER_410
              : around.script().behaviour(upload.report(), number);
    }

    void go() throws IOException, InterruptedException {
      try {
        readAndAnswer();
      } finally {
        around.received().add(visit());
      }
      if (accepted) {
        boolean _ = around.killer().strikes("receiver, after its answer");
      }
    }

    private void readAndAnswer() throws IOException, InterruptedException {
      if (behaviour == Behaviour.RESET_BEFORE_BODY) {
        reset(socket);
        return;
      }
      new RequestCheck(upload, around.received()).check(head, readBody());
      if (around.killer().strikes("receiver, after it has read")) {
        return;
      }
      switch (behaviour) {
        case RESET_AFTER_BODY -> reset(socket);
        case READ_SLOWLY, NEVER_ANSWER -> awaitEnd(in);
        case DRIP_FOR_EVER -> {
          // A write would notice too late that the other side has closed the connection.
          Thread.ofVirtual().start(this::closeAtEnd);
          behaviour.answer(socket.getOutputStream());
        }
        default -> behaviour.answer(socket.getOutputStream());
      }
      accepted = behaviour == Behaviour.ACCEPT;
    }

    private byte[] readBody() throws IOException, InterruptedException {
      byte[] body = new byte[head.contentLength()];
      int step = behaviour == Behaviour.READ_SLOWLY ? 1 : body.length;
      for (int length = 0; length < body.length; length += step) {
        if (in.readNBytes(body, length, step) < step) {
          throw new EOFException("body must have " + body.length + " bytes, but ended earlier");
        }
        Thread.sleep(step == 1 ? BETWEEN_BYTES : Duration.ZERO);
      }
      return body;
    }

    private void closeAtEnd() {
      try (socket) {
        awaitEnd(in);
      } catch (IOException e) {
        // ended, too
      }
      endedAt = Optional.of(Instant.now());
    }

    private Visit visit() {
      return new Visit(
          upload.id().value(),
          number,
          behaviour,
          arrivedAt,
          endedAt.orElseGet(Instant::now),
          accepted);
    }
  }
}
