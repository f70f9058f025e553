package io.cdrwebhooks.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.receiver.ReceiverVetting.Judgement;
import io.cdrwebhooks.testing.Interruption;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class ReceiverVettingTest {
  private static final ReceiverUrl URL = new ReceiverUrl(URI.create("https://receiver.test"));
  private static final InetAddress PUBLIC = InetAddress.ofLiteral("93.184.215.14");
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final ReceiverRules ONLY_TWO =
      new ReceiverRules(
          false, false, List.of(), ReceiverRules.hosts("receiver.test, *.Example.com"));
  private static final String NOT_PUBLIC =
      "the name has an address that is not on the public internet";

  @Test
  void nameIsResolvedOnceAsWrittenInTheUrl() throws Exception {
    List<String> asked = new ArrayList<>();
    NameResolver resolver =
        host -> {
          asked.add(host);
          return List.of(PUBLIC);
        };
    try (ReceiverVetting vetting = new ReceiverVetting(ReceiverRules.PRODUCTION, resolver)) {
      vetting.vet(
          new ReceiverUrl(URI.create("https://Receiver.Test.:8443/x")), Duration.ofSeconds(5));
    }
    assertThat(asked).containsExactly("receiver.test");
  }

  /// A name that resolves to a public address when it is saved is judged again at the attempt.
  @Test
  void nameIsJudgedByItsCurrentAddress() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    NameResolver rebinding = host -> List.of(asked.getAndIncrement() == 0 ? PUBLIC : LOOPBACK);
    try (ReceiverVetting vetting = new ReceiverVetting(ReceiverRules.PRODUCTION, rebinding)) {
      assertThat(vetting.vet(URL, Duration.ofSeconds(5)))
          .isEqualTo(new Judgement.Allowed(List.of(PUBLIC)));
      assertThat(vetting.vet(URL, Duration.ofSeconds(5)))
          .isEqualTo(new Judgement.Refused(NOT_PUBLIC));
    }
  }

  @Test
  void urlThatTheRulesRefuseIsNotResolved() throws Exception {
    NameResolver resolver =
        host -> {
          throw new AssertionError("asked for " + host);
        };
    try (ReceiverVetting vetting = new ReceiverVetting(ReceiverRules.PRODUCTION, resolver)) {
      assertThat(
              vetting.vet(
                  new ReceiverUrl(URI.create("http://receiver.test")), Duration.ofSeconds(5)))
          .isEqualTo(new Judgement.Refused("the URL must be https"));
    }
  }

  /// Even a look-up would tell the owner of the name something.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com",
        "https://a.example.com.evil.test",
        "https://evilexample.com",
        "https://a.example.org",
        "https://203.0.113.5"
      })
  void hostThatIsNotAllowedIsRefusedByNameAndNotResolved(String url) throws Exception {
    NameResolver resolver =
        host -> {
          throw new AssertionError("asked for " + host);
        };
    ReceiverUrl receiver = new ReceiverUrl(URI.create(url));
    try (ReceiverVetting vetting = new ReceiverVetting(ONLY_TWO, resolver)) {
      assertThat(vetting.vet(receiver, Duration.ofSeconds(5)))
          .isEqualTo(
              new Judgement.Refused(
                  "the host %s is not in the deployment's allowedReceiverHosts"
                      .formatted(receiver.host())));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://a.example.com/cdr",
        "https://B.A.Example.COM.:8443",
        "https://receiver.test",
        "https://receiver.test."
      })
  void allowedHostIsResolvedAndItsAddressStillJudged(String url) throws Exception {
    ReceiverUrl receiver = new ReceiverUrl(URI.create(url));
    AtomicReference<InetAddress> address = new AtomicReference<>(PUBLIC);
    try (ReceiverVetting vetting = new ReceiverVetting(ONLY_TWO, host -> List.of(address.get()))) {
      assertThat(vetting.vet(receiver, Duration.ofSeconds(5)))
          .isEqualTo(new Judgement.Allowed(List.of(PUBLIC)));
      address.set(LOOPBACK);
      assertThat(vetting.vet(receiver, Duration.ofSeconds(5)))
          .isEqualTo(new Judgement.Refused(NOT_PUBLIC));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "*.",
        "*.com",
        "a.*.example",
        "*a.example.com",
        "https://a.example",
        "a.example:8443",
        "a.example/",
        "a.example.",
        ".example.com",
        "a..example",
        "",
        "a b"
      })
  void invalidAllowedHostIsRefused(String host) {
    assertThatThrownBy(() -> new ReceiverRules(false, false, List.of(), List.of(host)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("an allowed host must be")
        .hasMessageEndingWith(": " + host);
  }

  @Test
  void unknownNameIsUnresolved() throws Exception {
    assertThat(
            vet(
                host -> {
                  throw new UnknownHostException(host);
                }))
        .isEqualTo(new Judgement.Unresolved("the name could not be resolved"));
  }

  @Test
  void nameThatTakesTooLongIsUnresolved() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    NameResolver hanging =
        host -> {
          awaitUninterruptibly(never);
          return List.of(PUBLIC);
        };
    try (ReceiverVetting vetting = new ReceiverVetting(ReceiverRules.PRODUCTION, hanging)) {
      assertThat(vetting.vet(URL, Duration.ofMillis(50)))
          .isEqualTo(new Judgement.Unresolved("the name was not resolved within 50 ms"));
    } finally {
      never.countDown();
    }
  }

  @Test
  void faultOfTheResolverIsThrown() {
    assertThatThrownBy(
            () ->
                vet(
                    host -> {
                      throw new IllegalStateException("broken");
                    }))
        .isInstanceOf(CompletionException.class)
        .hasRootCauseMessage("broken");
  }

  /// On a virtual thread, a look-up that hangs in native code would block its carrier.
  @Test
  void lookUpRunsOnAPlatformDaemonThread() throws Exception {
    AtomicReference<Thread> used = new AtomicReference<>();
    vet(
        host -> {
          used.set(Thread.currentThread());
          return List.of(PUBLIC);
        });
    assertThat(used.get().isVirtual()).isFalse();
    assertThat(used.get().isDaemon()).isTrue();
  }

  @Test
  void interruptEndsWaitingForAHangingLookUp() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    NameResolver hanging =
        host -> {
          begun.countDown();
          awaitUninterruptibly(never);
          return List.of(PUBLIC);
        };
    try (ReceiverVetting vetting = new ReceiverVetting(ReceiverRules.PRODUCTION, hanging)) {
      assertThat(Interruption.ends(() -> vetting.vet(URL, Duration.ofSeconds(15)), begun)).isTrue();
    } finally {
      never.countDown();
    }
  }

  private static Judgement vetWhenAThreadIsBack(ReceiverVetting vetting)
      throws InterruptedException {
    while (true) {
      try {
        return vetting.vet(URL, Duration.ofSeconds(15));
      } catch (RejectedExecutionException e) {
        Thread.onSpinWait();
      }
    }
  }

  /// Abandoned look-ups count too, and make room when they end.
  @Test
  void lookUpBeyondTheLimitIsRejectedAtOnce() throws Exception {
    CountDownLatch begun = new CountDownLatch(ReceiverVetting.LOOK_UPS);
    Semaphore released = new Semaphore(0);
    NameResolver hanging =
        host -> {
          begun.countDown();
          released.acquireUninterruptibly();
          return List.of(PUBLIC);
        };
    try (ReceiverVetting vetting = new ReceiverVetting(ReceiverRules.PRODUCTION, hanging)) {
      List<Thread> waiting = new ArrayList<>();
      for (int i = 0; i < ReceiverVetting.LOOK_UPS; i++) {
        ReceiverUrl url = new ReceiverUrl(URI.create("https://receiver%d.test".formatted(i)));
        waiting.add(Thread.ofVirtual().start(() -> vetUntilInterrupted(vetting, url)));
      }
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      for (Thread thread : waiting) {
        thread.interrupt();
        thread.join();
      }
      assertThatThrownBy(() -> vetting.vet(URL, Duration.ofSeconds(15)))
          .isInstanceOf(RejectedExecutionException.class)
          .hasMessage("at most 64 look-ups may run at once");

      released.release(ReceiverVetting.LOOK_UPS + 1);
      assertThat(vetWhenAThreadIsBack(vetting)).isEqualTo(new Judgement.Allowed(List.of(PUBLIC)));
    }
  }

  @Test
  void concurrentRequestsForANameShareOneLookUp() throws Exception {
    AtomicInteger lookUps = new AtomicInteger();
    CountDownLatch released = new CountDownLatch(1);
    NameResolver slow =
        host -> {
          lookUps.incrementAndGet();
          awaitUninterruptibly(released);
          return List.of(PUBLIC);
        };
    try (ReceiverVetting vetting = new ReceiverVetting(ReceiverRules.PRODUCTION, slow)) {
      List<Thread> waiting = new ArrayList<>();
      for (int i = 0; i < 2 * ReceiverVetting.LOOK_UPS; i++) {
        waiting.add(Thread.ofVirtual().start(() -> vetUntilInterrupted(vetting, URL)));
      }
      for (Thread thread : waiting) {
        while (thread.isAlive() && thread.getState() != Thread.State.TIMED_WAITING) {
          Thread.onSpinWait();
        }
        assertThat(thread.isAlive()).as("no caller is refused").isTrue();
      }
      released.countDown();
      for (Thread thread : waiting) {
        thread.join();
      }
      assertThat(lookUps).hasValue(1);
    }
  }

  private static Judgement vet(NameResolver resolver) throws InterruptedException {
    try (ReceiverVetting vetting = new ReceiverVetting(ReceiverRules.PRODUCTION, resolver)) {
      return vetting.vet(URL, Duration.ofSeconds(15));
    }
  }

  private static void vetUntilInterrupted(ReceiverVetting vetting, ReceiverUrl url) {
    try {
      vetting.vet(url, Duration.ofSeconds(15));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits like native code.
  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean waiting = true;
    while (waiting) {
      try {
        latch.await();
        waiting = false;
      } catch (InterruptedException e) {
        waiting = true;
      }
    }
  }
}
