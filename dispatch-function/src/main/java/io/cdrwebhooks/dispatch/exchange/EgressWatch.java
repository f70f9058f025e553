package io.cdrwebhooks.dispatch.exchange;

import io.cdrwebhooks.aws.OnDemand;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// Decides whether an unreachable receiver is a fault of our egress, DNS or trust store.
///
/// The fault is ours when the canary, an address that is always reachable, cannot be reached
/// either. Without a canary it is ours when many hosts failed in the last minute and none was
/// reached. Thread-safe.
final class EgressWatch {
  private static final int MANY_HOSTS = 5;
  private static final Duration RECENT = Duration.ofMinutes(1);

  /// The time for which an answer of the canary or of a receiver proves that our egress works.
  private static final Duration ANSWER_HOLDS = Duration.ofSeconds(1);

  private static final Duration CANARY_TAKES = Duration.ofSeconds(3);

  private final Optional<URI> canary;
  private final OnDemand<SSLContext> trust;
  private final InstantSource clock;

  /// When each host last failed; hosts that were reached are removed.
  private final Map<String, Instant> failed = new ConcurrentHashMap<>();

  private volatile Instant reachedAt = Instant.EPOCH;
  private Instant askedAt = Instant.EPOCH;
  private boolean canaryFails;

  EgressWatch(Optional<URI> canary, OnDemand<SSLContext> trust, InstantSource clock) {
    this.canary = canary;
    this.trust = trust;
    this.clock = clock;
  }

  void reached(String host) {
    failed.remove(host);
    reachedAt = clock.instant();
  }

  /// Returns whether the failure of an attempt that just ended is our fault.
  boolean isOurFault(String host) {
    Instant now = clock.instant();
    failed.values().removeIf(at -> at.plus(RECENT).isBefore(now));
    failed.put(host, now);
    if (reachedAt.plus(ANSWER_HOLDS).isAfter(now)) {
      return false;
    }
    return canary.isPresent()
        ? canaryFails(now)
        : failed.size() >= MANY_HOSTS && !reachedAt.isAfter(now.minus(RECENT));
  }

  /// Checks the canary, at most once a second: attempts that fail together share a check.
  private synchronized boolean canaryFails(Instant now) {
    if (!askedAt.plus(ANSWER_HOLDS).isAfter(now)) {
      askedAt = now;
      canaryFails = !isReachedInTime(new FutureTask<>(() -> isReached(canary.orElseThrow())));
    }
    return canaryFails;
  }

  /// Runs the check on a platform thread, because a DNS look-up cannot be interrupted.
  private static boolean isReachedInTime(FutureTask<Boolean> look) {
    Thread.ofPlatform().daemon().name("canary").start(look);
    try {
      return look.get(CANARY_TAKES.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // Not reached.
    }
    return false;
  }

  private boolean isReached(URI address) {
    boolean secure = "https".equals(address.getScheme());
    int usual = secure ? 443 : 80;
    int port = address.getPort() < 0 ? usual : address.getPort();
    int millis = Math.toIntExact(CANARY_TAKES.toMillis());
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.getHost(), port), millis);
      socket.setSoTimeout(millis);
      if (secure) {
        SSLSocket tls =
            (SSLSocket)
                trust.get().getSocketFactory().createSocket(socket, address.getHost(), port, true);
        tls.startHandshake();
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
