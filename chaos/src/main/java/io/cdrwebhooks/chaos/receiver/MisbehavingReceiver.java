package io.cdrwebhooks.chaos.receiver;

import io.cdrwebhooks.chaos.process.Killer;
import io.cdrwebhooks.chaos.wire.HttpHead;
import io.cdrwebhooks.chaos.wire.HttpMessage;
import io.cdrwebhooks.chaos.wire.LoopbackListener;
import io.cdrwebhooks.chaos.world.Recipient.Part;
import io.cdrwebhooks.chaos.world.Upload;
import io.cdrwebhooks.chaos.world.Uploads;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A receiver on a raw socket of 127.0.0.1: checks every request it reads, notes it, and answers as
/// the script and its circumstances have it. The dispatch process may be killed before it reads,
/// after it has, and after it has answered.
public final class MisbehavingReceiver implements AutoCloseable {
  private static final int LONGEST_WAIT_MILLIS = 20_000;
  private static final int HANGS_EVERY = 40;
  private static final int GARBAGE_BYTES = 20;
  private static final Duration BETWEEN_BYTES = Duration.ofMillis(20);

  private final String name;
  private final Part part;
  private final Surroundings around;
  private final LoopbackListener listener;
  private final AtomicInteger connections = new AtomicInteger();

  /// What all receivers of a run share.
  public record Surroundings(
      Uploads uploads,
      VisitorsBook book,
      Script script,
      Circumstances circumstances,
      Killer killer,
      LinkFollower links,
      int trapPort,
      SSLContext tls) {}

  public MisbehavingReceiver(String name, Part part, Surroundings around) {
    this.name = name;
    this.part = part;
    this.around = around;
    this.listener = LoopbackListener.start(name, this::serve);
  }

  public int port() {
    return listener.port();
  }

  private void serve(Socket socket) throws IOException, InterruptedException {
    socket.setSoTimeout(LONGEST_WAIT_MILLIS);
    int connection = connections.incrementAndGet();
    if (part == Part.DEAD && around.circumstances().deadIsDown()) {
      if (connection % HANGS_EVERY == 0) {
        awaitEnd(socket.getInputStream());
      } else {
        reset(socket);
      }
    } else if (part == Part.TLS) {
      serveTls(socket);
    } else {
      converse(socket);
    }
  }

  private void serveTls(Socket socket) throws IOException, InterruptedException {
    if (around.circumstances().tlsIsBroken()) {
      for (int i = 0; i < GARBAGE_BYTES; i++) {
        socket.getOutputStream().write(i * 37);
        Thread.sleep(BETWEEN_BYTES);
      }
      return;
    }
    SSLSocket secure = (SSLSocket) around.tls().getSocketFactory().createSocket(socket, null, true);
    secure.setUseClientMode(false);
    try (secure) {
      converse(secure);
    }
  }

  private void converse(Socket socket) throws IOException, InterruptedException {
    if (around.killer().strikes("receiver, before it reads")) {
      return;
    }
    InputStream in = new BufferedInputStream(socket.getInputStream());
    Optional<HttpHead> head = HttpHead.read(in);
    if (head.isEmpty()) {
      return;
    }
    String id = head.get().header("webhook-id").orElse("");
    Optional<Upload> upload = around.uploads().of(id);
    if (upload.isEmpty()) {
      around.book().complain("a request about " + id + ", of which nobody uploaded a report");
      return;
    }
    if (!upload.get().recipient().name().equals(name)) {
      around.book().complain("a request about " + id + " came to " + name);
    }
    new Conversation(socket, in, head.get(), upload.get()).go();
  }

  /// Waits until the other side gives up.
  private static void awaitEnd(InputStream in) throws IOException {
    while (in.read() >= 0) {
      // nothing of interest
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
    private Optional<Instant> acceptedAt = Optional.empty();
    private volatile Optional<Instant> endedAt = Optional.empty();
    private String token = "";
    private List<String> complaints = List.of();

    Conversation(Socket socket, InputStream in, HttpHead head, Upload upload) {
      this.socket = socket;
      this.in = in;
      this.head = head;
      this.upload = upload;
      this.number = around.book().arrived(upload.id().value(), arrivedAt);
      this.behaviour =
          part == Part.GONE && around.circumstances().goneSays410()
              ? Behaviour.ANSWER_410
              : around.script().behaviour(upload.report(), number);
    }

    void go() throws IOException, InterruptedException {
      try {
        readAndAnswer();
      } finally {
        around.book().add(visit());
      }
      if (acceptedAt.isPresent()) {
        boolean _ = around.killer().strikes("receiver, after its answer");
      }
    }

    private void readAndAnswer() throws IOException, InterruptedException {
      if (behaviour == Behaviour.RESET_BEFORE_BODY) {
        reset(socket);
        return;
      }
      byte[] body = HttpMessage.readBody(head, slowly(), false).content();
      RequestCheck check = new RequestCheck(head, body, upload);
      complaints = check.complaints();
      token = check.callbackUrl();
      if (around.killer().strikes("receiver, after it has read")) {
        return;
      }
      switch (behaviour) {
        case RESET_AFTER_BODY -> reset(socket);
        case READ_SLOWLY, NEVER_ANSWER -> awaitEnd(in);
        case DRIP_FOR_EVER -> {
          // Whoever only writes learns too late that nobody listens any more.
          Thread.ofVirtual().start(this::closeAtEnd);
          new Answers(socket.getOutputStream(), around.trapPort()).write(behaviour);
        }
        default -> new Answers(socket.getOutputStream(), around.trapPort()).write(behaviour);
      }
      if (behaviour.accepts()) {
        acceptedAt = Optional.of(Instant.now());
        around.links().maybeFollow(upload, check.callbackUrl());
      }
    }

    private void closeAtEnd() {
      try (socket) {
        awaitEnd(in);
      } catch (IOException e) {
        // ended, too
      }
      endedAt = Optional.of(Instant.now());
    }

    private InputStream slowly() {
      return behaviour != Behaviour.READ_SLOWLY ? in : new SlowInput(in, BETWEEN_BYTES);
    }

    private Visit visit() {
      boolean asked =
          behaviour == Behaviour.ANSWER_429_RETRY_AFTER
              || behaviour == Behaviour.ANSWER_503_RETRY_AFTER_DATE;
      return new Visit(
          upload.id().value(),
          name,
          number,
          arrivedAt,
          endedAt.orElseGet(Instant::now),
          behaviour,
          acceptedAt,
          asked ? Optional.of(Answers.RETRY_AFTER) : Optional.empty(),
          token,
          complaints);
    }
  }
}
