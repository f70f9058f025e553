package io.cdrwebhooks.dispatch.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.OnDemand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class EgressWatchTest {
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");

  private EgressWatch watch(Optional<URI> canary) {
    OnDemand<SSLContext> noTrust =
        new OnDemand<>(
            () -> {
              throw new AssertionError("a plain address needs no trust");
            });
    return new EgressWatch(canary, noTrust, () -> now);
  }

  @Test
  void fewFailingHostsAreAtFault() {
    EgressWatch watch = watch(Optional.empty());
    for (int host = 0; host < 4; host++) {
      assertThat(watch.isOurFault("host" + host)).isFalse();
      assertThat(watch.isOurFault("host" + host)).as("the same host again").isFalse();
    }
  }

  @Test
  void manyHostsFailingWithinAMinuteAreOurFault() {
    EgressWatch watch = watch(Optional.empty());
    for (int host = 0; host < 4; host++) {
      watch.isOurFault("host" + host);
    }
    assertThat(watch.isOurFault("host4")).isTrue();
    now = now.plus(Duration.ofSeconds(61));
    assertThat(watch.isOurFault("host5")).as("the others failed long ago").isFalse();
  }

  @Test
  void oneReachedHostShowsThatOurEgressWorks() {
    EgressWatch watch = watch(Optional.empty());
    watch.reached("host9");
    for (int host = 0; host < 9; host++) {
      assertThat(watch.isOurFault("host" + host)).isFalse();
    }
  }

  @Test
  void hostFailingTogetherWithTheCanaryIsOurFault() throws IOException {
    ServerSocket canary = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    URI address = URI.create("http://127.0.0.1:" + canary.getLocalPort());
    EgressWatch watch = watch(Optional.of(address));
    assertThat(watch.isOurFault("host")).isFalse();
    canary.close();
    now = now.plusMillis(999);
    assertThat(watch.isOurFault("host")).as("the canary was reached a moment ago").isFalse();
    now = now.plusMillis(1);
    for (int request = 0; request < 9; request++) {
      assertThat(watch.isOurFault("host")).as("requests that were under way").isTrue();
    }
  }

  @Test
  void manyFailingHostsAreAtFaultWhileTheCanaryWorks() throws IOException {
    try (ServerSocket canary = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      EgressWatch watch =
          watch(Optional.of(URI.create("http://127.0.0.1:" + canary.getLocalPort())));
      for (int host = 0; host < 9; host++) {
        assertThat(watch.isOurFault("host" + host)).isFalse();
      }
    }
  }

  @Test
  void failingHostIsAtFaultWhileAnotherIsReached() throws IOException {
    ServerSocket canary = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    EgressWatch watch = watch(Optional.of(URI.create("http://127.0.0.1:" + canary.getLocalPort())));
    canary.close();
    watch.reached("other");
    now = now.plusMillis(999);
    assertThat(watch.isOurFault("host")).isFalse();
    now = now.plusMillis(1);
    assertThat(watch.isOurFault("host")).as("the other was reached before").isTrue();
  }
}
