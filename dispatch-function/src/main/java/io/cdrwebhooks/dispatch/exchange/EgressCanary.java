package io.cdrwebhooks.dispatch.exchange;

import io.cdrwebhooks.receiver.NameResolver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.Security;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// The canary of a deployment: an address that each check resolves, connects to, and asks for a TLS
/// handshake.
///
/// Attempts that fail together share a check. Checks begin at least a second apart, so that the JDK
/// has forgotten the addresses of the previous one. Thread-safe.
public final class EgressCanary implements EgressWatch.Canary {
  /// The longest time of a check; a longer check counts as failed.
  public static final Duration MAX_LENGTH = Duration.ofSeconds(3);

  private static final int MILLIS = Math.toIntExact(MAX_LENGTH.toMillis());

  private static final Duration NAMES_REMEMBERED = Duration.ofSeconds(1);

  private final URI address;
  private final Supplier<SSLContext> trust;
  private final NameResolver names;

  /// A platform thread, because a DNS look-up cannot be interrupted.
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("canary").factory());

  private @Nullable Future<Boolean> next;

  /// The time at which the JDK has forgotten the addresses. Only the thread uses it.
  private long forgottenAtNanos = System.nanoTime();

  EgressCanary(URI address, Supplier<SSLContext> trust, NameResolver names) {
    this.address = address;
    this.trust = trust;
    this.names = names;
  }

  /// Limits the JDK's memory of a name's addresses to one second, and turns off its memory of
  /// failed look-ups. By default, it hides for 30 s that DNS is broken, and for 10 s that DNS works
  /// again. Must be called before the first look-up. Source: java.net.InetAddress, "InetAddress
  /// Caching".
  public static void rememberNamesBriefly() {
    Security.setProperty("networkaddress.cache.ttl", Long.toString(NAMES_REMEMBERED.toSeconds()));
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
  }

  @Override
  public boolean isReached() throws InterruptedException {
    try {
      return nextCheck().get(MAX_LENGTH.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  /// Returns the next check to begin. A running check may have begun before the fault, and missed
  /// it.
  private synchronized Future<Boolean> nextCheck() {
    Future<Boolean> check = next == null ? thread.submit(this::check) : next;
    next = check;
    return check;
  }

  private boolean check() throws InterruptedException, IOException {
    TimeUnit.NANOSECONDS.sleep(forgottenAtNanos - System.nanoTime());
    synchronized (this) {
      next = null;
    }
    try {
      connect();
      return true;
    } finally {
      forgottenAtNanos = System.nanoTime() + NAMES_REMEMBERED.toNanos();
    }
  }

  private void connect() throws IOException {
    boolean secure = "https".equals(address.getScheme());
    int usual = secure ? 443 : 80;
    int port = address.getPort() < 0 ? usual : address.getPort();
    String host = address.getHost();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(names.resolve(host).getFirst(), port), MILLIS);
      socket.setSoTimeout(MILLIS);
      if (secure) {
        SSLSocket tls =
            (SSLSocket) trust.get().getSocketFactory().createSocket(socket, host, port, true);
        tls.startHandshake();
      }
    }
  }
}
