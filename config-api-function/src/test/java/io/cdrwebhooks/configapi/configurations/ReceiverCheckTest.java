package io.cdrwebhooks.configapi.configurations;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.receiver.NameResolver;
import io.cdrwebhooks.receiver.ReceiverRules;
import io.cdrwebhooks.receiver.ReceiverUrl;
import io.cdrwebhooks.receiver.ReceiverVetting;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ReceiverCheckTest {
  @Test
  void hostWithAPrivateAddressIsRefused() {
    assertThat(refusal("https://receiver.example", _ -> addresses("10.0.0.1")))
        .hasValueSatisfying(reason -> assertThat(reason).contains("not on the public internet"));
  }

  @Test
  void publicHostIsAccepted() {
    assertThat(refusal("https://receiver.example", _ -> addresses("93.184.215.14"))).isEmpty();
  }

  @Test
  void unresolvedHostIsAccepted() {
    NameResolver unknown =
        name -> {
          throw new UnknownHostException(name);
        };

    assertThat(refusal("https://receiver.example", unknown)).isEmpty();
  }

  @Test
  void invalidUrlIsNotResolved() {
    NameResolver never =
        name -> {
          throw new IllegalStateException("asked for " + name);
        };

    assertThat(refusal("http://receiver.example", never)).contains("must be https");
  }

  /// The configuration of a host that was taken off the list can still be disabled.
  @Test
  void hostThatIsNotAllowedIsRefusedUnlessItWasSavedBefore() {
    ReceiverRules rules = new ReceiverRules(false, false, List.of(), List.of("*.example.com"));
    ReceiverUrl url = new ReceiverUrl(URI.create("https://evil.test/cdr"));
    ReceiverUrl allowed = new ReceiverUrl(URI.create("https://cdr.example.com/cdr"));
    try (ReceiverVetting vetting = new ReceiverVetting(rules, _ -> addresses("93.184.215.14"))) {
      ReceiverCheck check = ReceiverCheck.of(rules, vetting, false);

      assertThat(check.refusal(url))
          .contains("the host evil.test is not in the deployment's allowedReceiverHosts");
      assertThat(check.refusal(allowed)).isEmpty();
      assertThat(check.withKnown(url).refusal(url)).isEmpty();
      assertThat(check.withKnown(allowed).refusal(url)).isPresent();
    }
  }

  @Test
  void interruptIsRestoredAndTheHostAccepted() {
    CountDownLatch never = new CountDownLatch(1);
    NameResolver silent =
        name -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while resolving " + name, e);
          }
          return addresses("10.0.0.1");
        };
    Thread.currentThread().interrupt();

    assertThat(refusal("https://receiver.example", silent)).isEmpty();
    assertThat(Thread.interrupted()).isTrue();
  }

  private static Optional<String> refusal(String url, NameResolver resolver) {
    try (ReceiverVetting vetting = new ReceiverVetting(ReceiverRules.PRODUCTION, resolver)) {
      return ReceiverCheck.of(ReceiverRules.PRODUCTION, vetting, false)
          .refusal(new ReceiverUrl(URI.create(url)));
    }
  }

  private static List<InetAddress> addresses(String literal) {
    return List.of(InetAddress.ofLiteral(literal));
  }
}
