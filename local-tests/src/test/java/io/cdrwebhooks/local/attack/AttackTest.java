package io.cdrwebhooks.local.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.cdrwebhooks.local.token.TestTokens;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Random;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// Tests that the attacks find a hole. `make attack` runs them against the system.
class AttackTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Attempts attempts = new Attempts(new PrintStream(printed, true, UTF_8));
  private final Random random = new Random(1);

  @Test
  void serverThatServesEveryoneIsFound() throws Exception {
    HttpServer open =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    open.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    open.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, -1);
          }
        });
    open.start();
    try {
      RawHttp http = new RawHttp(open.getAddress());
      new JwtAttacks(http, new TestTokens(), random).run(attempts);
      int opened = attempts.successes();
      // The JDK's server refuses a path with a backslash.
      assertThat(opened).isEqualTo(attempts.attempts() - 1).isGreaterThan(150);
      new HeaderAttacks(http, "X: y").run(attempts);
      assertThat(attempts.successes())
          .isEqualTo(attempts.attempts() - 1)
          .isGreaterThan(opened + 150);
    } finally {
      open.stop(0);
    }
    assertThat(attempts.report()).isFalse();
    assertThat(text()).contains("SUCCESS  tokens of the API: expired", "SUCCESS  headers: health");
  }

  @Test
  void tooFewAttemptsFailTheReport() {
    attempts.begin("few", "nothing");
    attempts.made("one", true);

    assertThat(attempts.report()).isFalse();
    assertThat(text()).contains("fewer than 500 attempts ran: 1");
  }

  @Test
  void attackClassWithAFailedControlIsAFault() {
    attempts.begin("deaf", "nothing");
    attempts.control("an honest request", false);
    for (int i = 0; i < Attempts.LEAST; i++) {
      attempts.made("unanswered", true);
    }

    assertThat(attempts.report()).isFalse();
    assertThat(text()).contains("FAULT    deaf: the control fails: an honest request");
  }

  @Test
  void enoughAttemptsThatAllFailAreProof() {
    attempts.begin("held", "all of it");
    for (int i = 0; i < Attempts.LEAST; i++) {
      attempts.made("stopped", true);
    }

    assertThat(attempts.report()).isTrue();
  }

  private String text() {
    return printed.toString(UTF_8);
  }
}
