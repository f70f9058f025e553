package io.cdrwebhooks.dispatch.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.receiver.NameResolver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.Security;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@Timeout(30)
class EgressCanaryTest {
  private static final Supplier<SSLContext> NO_TRUST =
      () -> {
        throw new AssertionError("a plain address needs no trust");
      };

  private static EgressCanary plain(int port, NameResolver names) {
    return new EgressCanary(URI.create("http://canary.test:" + port), NO_TRUST, names);
  }

  private static ServerSocket listening() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @Test
  void canaryIsReachedAsLongAsItsPortIsOpen() throws Exception {
    EgressCanary canary;
    try (ServerSocket server = listening()) {
      canary = plain(server.getLocalPort(), TestExchange.LOOPBACK);
      assertThat(canary.isReached()).isTrue();
    }
    assertThat(canary.isReached()).as("a moment later").isFalse();
  }

  @Test
  void nameIsResolvedForEachCheck() throws Exception {
    AtomicReference<NameResolver> dns = new AtomicReference<>(TestExchange.LOOPBACK);
    try (ServerSocket server = listening()) {
      EgressCanary canary = plain(server.getLocalPort(), host -> dns.get().resolve(host));
      assertThat(canary.isReached()).isTrue();
      dns.set(
          host -> {
            throw new UnknownHostException(host);
          });
      assertThat(canary.isReached()).isFalse();
    }
  }

  @Test
  void handshakeBelongsToTheCheck(@TempDir Path folder) throws Exception {
    try (TlsReceiver receiver = new TlsReceiver(folder)) {
      URI address = URI.create("https://receiver.test:" + receiver.port());
      assertThat(new EgressCanary(address, receiver::trust, TestExchange.LOOPBACK).isReached())
          .isTrue();
      Supplier<SSLContext> platform = TestExchange::platformTrust;
      assertThat(new EgressCanary(address, platform, TestExchange.LOOPBACK).isReached())
          .as("the certificate is not trusted")
          .isFalse();
    }
  }

  @Test
  void lookUpThatHangsCountsAsFailed() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    NameResolver hanging =
        host -> {
          awaitUninterruptibly(never);
          return List.of();
        };
    assertThat(plain(1, hanging).isReached()).isFalse();
    never.countDown();
  }

  /// Egress may break after a check has begun, so later failures wait for the next.
  @Test
  void failuresShareACheckThatBeginsAfterThem() throws Exception {
    AtomicInteger lookUps = new AtomicInteger();
    Semaphore begun = new Semaphore(0);
    CountDownLatch released = new CountDownLatch(1);
    try (ServerSocket server = listening()) {
      EgressCanary canary =
          plain(
              server.getLocalPort(),
              host -> {
                lookUps.incrementAndGet();
                begun.release();
                awaitUninterruptibly(released);
                return TestExchange.LOOPBACK.resolve(host);
              });
      CompletableFuture<Boolean> first = asked(canary);
      assertThat(begun.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
      List<CompletableFuture<Boolean>> later = List.of(asked(canary), asked(canary));
      released.countDown();

      assertThat(first.get(10, TimeUnit.SECONDS)).isTrue();
      for (CompletableFuture<Boolean> each : later) {
        assertThat(each.get(10, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(lookUps).hasValueBetween(2, 3);
    }
  }

  /// Asks on another thread; returns when that waits.
  private static CompletableFuture<Boolean> asked(EgressCanary canary) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    answer.complete(canary.isReached());
                  } catch (InterruptedException e) {
                    answer.completeExceptionally(e);
                  }
                });
    while (thread.isAlive() && thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    return answer;
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// By default, the JDK remembers a name for 30 s.
  @Test
  void jdkForgetsNamesWithinASecond() {
    EgressCanary.rememberNamesBriefly();
    assertThat(Security.getProperty("networkaddress.cache.ttl")).isEqualTo("1");
    assertThat(Security.getProperty("networkaddress.cache.negative.ttl")).isEqualTo("0");
  }
}
