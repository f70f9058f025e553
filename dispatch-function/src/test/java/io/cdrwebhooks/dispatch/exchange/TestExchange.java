package io.cdrwebhooks.dispatch.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.WebhookRequest;
import io.cdrwebhooks.receiver.NameResolver;
import io.cdrwebhooks.receiver.ReceiverRules;
import io.cdrwebhooks.receiver.ReceiverUrl;
import io.cdrwebhooks.receiver.ReceiverVetting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// Exchanges with limits, a resolver and trust that a test chooses.
final class TestExchange {
  static final ExchangeLimits SHORT =
      new ExchangeLimits(
          Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofMillis(600), true);
  static final ExchangeLimits PATIENT =
      new ExchangeLimits(
          Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofSeconds(15), true);
  static final NameResolver LOOPBACK = host -> List.of(InetAddress.ofLiteral("127.0.0.1"));

  private TestExchange() {}

  static ReceiverExchange with(ReceiverRules rules, NameResolver resolver, ExchangeLimits limits) {
    return with(new ReceiverVetting(rules, resolver), limits, platformTrust());
  }

  static SSLContext platformTrust() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  static ReceiverExchange with(ReceiverVetting receivers, ExchangeLimits limits, SSLContext trust) {
    return with(receivers, limits, trust, Optional.empty());
  }

  static ReceiverExchange with(
      ReceiverVetting receivers,
      ExchangeLimits limits,
      SSLContext trust,
      Optional<EgressWatch.Canary> canary) {
    InstantSource clock = InstantSource.system();
    return new ReceiverExchange(
        receivers,
        ReceiverHttp.create(limits, () -> trust, () -> new TrustManager[0]),
        limits,
        new EgressWatch(canary, clock),
        clock);
  }

  /// Sends a small request on a thread that is never interrupted.
  static ExchangeResult post(ReceiverExchange exchange, String url) {
    try {
      return exchange.post(request(url));
    } catch (InterruptedException e) {
      throw new CompletionException(e);
    }
  }

  /// Sends a small request, with limits that a busy machine keeps to.
  static ExchangeResult post(String url, ReceiverRules rules, NameResolver resolver)
      throws IOException, InterruptedException {
    return post(url, rules, resolver, PATIENT);
  }

  static ExchangeResult post(
      String url, ReceiverRules rules, NameResolver resolver, ExchangeLimits limits)
      throws IOException, InterruptedException {
    try (ReceiverExchange exchange = with(rules, resolver, limits)) {
      return exchange.post(request(url));
    }
  }

  static void assertUnreachable(ExchangeResult result, String reason) {
    assertThat(result)
        .isInstanceOfSatisfying(
            ExchangeResult.Unreachable.class,
            unreachable -> assertThat(unreachable.reason()).isEqualTo(reason));
  }

  static WebhookRequest request(String url) {
    return request(url, new byte[] {'{', '}'});
  }

  static WebhookRequest request(String url, byte[] body) {
    LinkedHashMap<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json; charset=utf-8");
    return new WebhookRequest(new ReceiverUrl(URI.create(url)), headers, body);
  }
}
