package io.cdrwebhooks.chaos.proxy;

import io.cdrwebhooks.chaos.wire.HttpMessage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A proxy's own connection to the service, one for each connection of its client.
final class Backend implements AutoCloseable {
  /// Services close what was idle for longer; a request must not meet that.
  private static final Duration KEPT = Duration.ofSeconds(2);

  private final URI target;
  private @Nullable Socket socket;
  private @Nullable InputStream in;
  private long usedNanos;

  Backend(URI target) {
    this.target = target;
  }

  HttpMessage exchange(HttpMessage request) throws IOException {
    if (System.nanoTime() - usedNanos > KEPT.toNanos()) {
      close();
    }
    Socket open = socket;
    InputStream from = in;
    if (open == null || from == null) {
      open = new Socket(target.getHost(), target.getPort());
      open.setTcpNoDelay(true);
      from = new BufferedInputStream(open.getInputStream());
      socket = open;
      in = from;
    }
    request.writeTo(open.getOutputStream());
    HttpMessage answer = HttpMessage.readAnswer(request.head(), from);
    usedNanos = System.nanoTime();
    if (answer.head().header("Connection").filter("close"::equalsIgnoreCase).isPresent()) {
      close();
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    Socket open = socket;
    socket = null;
    in = null;
    if (open != null) {
      open.close();
    }
  }
}
