package io.cdrwebhooks.dispatch.exchange;

import io.cdrwebhooks.answer.AnswerHeader;
import io.cdrwebhooks.answer.AttemptTimings;
import io.cdrwebhooks.aws.OnDemand;
import io.cdrwebhooks.delivery.WebhookRequest;
import io.cdrwebhooks.receiver.NameResolver;
import io.cdrwebhooks.receiver.ReceiverRules;
import io.cdrwebhooks.receiver.ReceiverVetting;
import io.cdrwebhooks.receiver.ReceiverVetting.Judgement;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.Closer;

/// Makes one bounded HTTP exchange with a receiver: a vetted address, one POST, at most 16 KiB of
/// the answer.
///
/// It repeats no request, follows no redirect, decompresses nothing and keeps no cookies. No
/// receiver can block a thread beyond [ExchangeLimits#whole]: a timer closes the connection,
/// however slowly the answer arrives. Thread-safe.
public final class ReceiverExchange implements Receivers, AutoCloseable {
  /// The number of bytes of the answer that are read; the rest is ignored.
  static final int ANSWER_LIMIT = 16 << 10;

  private final ReceiverVetting receivers;
  private final ReceiverHttp http;
  private final ExchangeLimits limits;
  private final InstantSource clock;
  private final ScheduledThreadPoolExecutor timer;
  private final EgressWatch egress;

  ReceiverExchange(
      ReceiverVetting receivers,
      ReceiverHttp http,
      ExchangeLimits limits,
      EgressWatch egress,
      InstantSource clock) {
    this.receivers = receivers;
    this.http = http;
    this.egress = egress;
    this.limits = limits;
    this.clock = clock;
    this.timer = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /// Creates the exchange of production: the platform's trust store and resolver, the standard
  /// limits. Without a canary, many hosts must fail before a fault counts as ours.
  public static ReceiverExchange create(ReceiverRules rules, InstantSource clock) {
    return create(rules, ExchangeLimits.STANDARD, clock);
  }

  /// Creates an exchange with other limits.
  public static ReceiverExchange create(
      ReceiverRules rules, ExchangeLimits limits, InstantSource clock) {
    return create(rules, limits, Optional.empty(), clock);
  }

  /// `canary` is an address that is always reachable unless our egress, DNS or trust store is
  /// broken.
  public static ReceiverExchange create(
      ReceiverRules rules, ExchangeLimits limits, Optional<URI> canary, InstantSource clock) {
    return new ReceiverExchange(
        new ReceiverVetting(rules, NameResolver.system()),
        ReceiverHttp.create(
            limits, ReceiverExchange::platformTrust, ReceiverExchange::platformManagers),
        limits,
        new EgressWatch(canary.map(ReceiverExchange::canary), clock),
        clock);
  }

  private static EgressWatch.Canary canary(URI address) {
    return new EgressCanary(
        address, new OnDemand<>(ReceiverExchange::platformTrust), NameResolver.system());
  }

  private static SSLContext platformTrust() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the default TLS context is missing", e);
    }
  }

  private static TrustManager[] platformManagers() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the platform's trust store is missing", e);
    }
  }

  @Override
  public Duration longest() {
    return limits.whole();
  }

  @Override
  public ExchangeResult post(WebhookRequest request) throws InterruptedException {
    Instant begunAt = clock.instant();
    long begun = System.nanoTime();
    String host = request.url().host();
    return switch (vet(request)) {
      case Judgement.Allowed(List<InetAddress> addresses) ->
          egress.unlessOurFault(host, begunAt, postToFirstThatConnects(request, addresses, begun));
      case Judgement.Refused(String reason) -> new ExchangeResult.Blocked(reason);
      case Judgement.Unresolved(String reason) ->
          egress.unlessOurFault(
              host,
              begunAt,
              new ExchangeResult.Unreachable(Optional.empty(), reason, AttemptTimings.NONE));
    };
  }

  private Judgement vet(WebhookRequest request) throws InterruptedException {
    try {
      return receivers.vet(request.url(), limits.resolve());
    } catch (RejectedExecutionException e) {
      throw new OurFaultException(
          "too many names are looked up at once: " + request.url().host(), e);
    }
  }

  private ExchangeResult postToFirstThatConnects(
      WebhookRequest request, List<InetAddress> addresses, long begun) {
    Duration resolve = since(begun);
    Optional<ExchangeResult> result = Optional.empty();
    for (InetAddress address : addresses) {
      Duration left = limits.whole().minus(since(begun));
      if (!left.isPositive()) {
        break;
      }
      OneTry one = new OneTry(request, address, left, new PhaseTimes(resolve));
      result = Optional.of(one.run());
      if (!one.failedToConnect) {
        break;
      }
    }
    return result.orElseGet(
        () ->
            new ExchangeResult.Unreachable(
                Optional.empty(), tooLate(), new PhaseTimes(resolve).timings()));
  }

  /// Measures with the monotonic clock, because the wall clock may be adjusted during an exchange.
  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private String tooLate() {
    return "no complete answer within " + limits.whole().toSeconds() + " s";
  }

  @Override
  public void close() throws IOException {
    timer.shutdownNow();
    receivers.close();
    http.client().close();
  }

  /// One connection to one address.
  private final class OneTry {
    private final WebhookRequest request;
    private final String address;
    private final HttpHost target;
    private final Duration left;
    private final PhaseTimes times;
    private final AtomicBoolean cutOff = new AtomicBoolean();
    private boolean failedToConnect;

    OneTry(WebhookRequest request, InetAddress address, Duration left, PhaseTimes times) {
      this.request = request;
      this.left = left;
      this.times = times;
      this.address = address.getHostAddress() + ":" + request.url().port();
      // The address is fixed here; the name is used for SNI, the certificate and the Host header.
      this.target =
          new HttpHost(
              request.url().isHttps() ? "https" : "http",
              address,
              request.url().host(),
              request.url().port());
    }

    ExchangeResult run() {
      HttpPost post = new HttpPost(request.url().uri().toASCIIString());
      request.headers().forEach(post::setHeader);
      // ReceiverHttp keeps no connection. This header says so, and the receiver need not wait for
      // another request.
      post.setHeader(HttpHeaders.CONNECTION, "close");
      post.setEntity(new ByteArrayEntity(request.body(), null));
      ScheduledFuture<?> cut =
          timer.schedule(
              () -> {
                cutOff.set(true);
                post.cancel();
              },
              left.toMillis(),
              TimeUnit.MILLISECONDS);
      try {
        return exchange(post);
      } catch (ConnectTimeoutException | HttpHostConnectException e) {
        failedToConnect = !cutOff.get();
        return unreachable(e);
      } catch (IOException | RuntimeException e) {
        return unreachable(e);
      } finally {
        cut.cancel(false);
      }
    }

    private ExchangeResult exchange(HttpPost post) throws IOException {
      HttpClientContext context = times.context();
      TimedTls.offer(request.identity(), context);
      ClassicHttpResponse response = http.client().executeOpen(target, post, context);
      try {
        return new ExchangeResult.Answered(
            address,
            response.getCode(),
            answer(response),
            headers(response),
            retryAfter(response),
            times.timings());
      } finally {
        post.cancel(); // otherwise closing would read a huge answer to its end
        Closer.closeQuietly(response);
      }
    }

    private ExchangeResult unreachable(Exception failure) {
      AttemptTimings timings = times.timings();
      String reason =
          cutOff.get() ? tooLate() : FailureReasons.of(failure, timings.connect().isPresent());
      return new ExchangeResult.Unreachable(Optional.of(address), reason, timings);
    }

    /// Returns the wait that an answer 429 or 503 requests; no other status requests one. The first
    /// of several fields counts.
    private Optional<Duration> retryAfter(ClassicHttpResponse response) {
      Header field = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
      boolean asks =
          response.getCode() == HttpStatus.SC_TOO_MANY_REQUESTS
              || response.getCode() == HttpStatus.SC_SERVICE_UNAVAILABLE;
      return asks && field != null && field.getValue() != null
          ? RetryAfter.parse(field.getValue(), clock.instant())
          : Optional.empty();
    }

    private static List<AnswerHeader> headers(ClassicHttpResponse response) {
      return Stream.of(response.getHeaders())
          .limit(AnswerHeader.MAX_HEADERS)
          .map(
              header ->
                  new AnswerHeader(
                      header.getName(), Objects.requireNonNullElse(header.getValue(), "")))
          .toList();
    }

    private byte[] answer(ClassicHttpResponse response) throws IOException {
      HttpEntity entity = response.getEntity();
      if (entity == null) {
        return new byte[0];
      }
      InputStream content = entity.getContent();
      byte[] answer = content == null ? new byte[0] : content.readNBytes(ANSWER_LIMIT);
      boolean dropped =
          ExchangeResult.Answered.isSuccess(response.getCode()) && !limits.successfulBodies();
      return dropped ? new byte[0] : answer;
    }
  }
}
