package io.cdrwebhooks.dispatch.exchange;

import io.cdrwebhooks.answer.AnswerHeader;
import io.cdrwebhooks.answer.AttemptTimings;
import io.cdrwebhooks.delivery.WebhookRequest;
import io.cdrwebhooks.receiver.ReceiverUrl;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
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

/// Sends a request to one address over one connection, which a timer closes when the time is over.
/// Thread-safe.
final class AddressExchange implements AutoCloseable {
  /// The number of bytes of the answer that are read; the rest is ignored.
  static final int ANSWER_LIMIT = 16 << 10;

  private final ReceiverHttp http;
  private final ExchangeLimits limits;
  private final InstantSource clock;
  private final ScheduledThreadPoolExecutor timer;

  AddressExchange(ReceiverHttp http, ExchangeLimits limits, InstantSource clock) {
    this.http = http;
    this.limits = limits;
    this.clock = clock;
    this.timer = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /// The result for one address. If it `failedToConnect`, another address may answer.
  record Try(ExchangeResult result, boolean failedToConnect) {}

  /// Posts the request. `left` is the time until the timer closes the connection.
  Try post(WebhookRequest request, InetAddress address, Duration left, PhaseTimes times) {
    HttpPost post = httpPost(request);
    HttpHost target = target(request.url(), address);
    AtomicBoolean cutOff = new AtomicBoolean();
    ScheduledFuture<?> cut =
        timer.schedule(
            () -> {
              cutOff.set(true);
              post.cancel();
            },
            left.toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      return new Try(exchange(request, post, target, times), false);
    } catch (ConnectTimeoutException | HttpHostConnectException e) {
      boolean isCutOff = cutOff.get();
      return new Try(unreachable(target, times, isCutOff, e), !isCutOff);
    } catch (IOException | RuntimeException e) {
      return new Try(unreachable(target, times, cutOff.get(), e), false);
    } finally {
      cut.cancel(false);
    }
  }

  private static HttpPost httpPost(WebhookRequest request) {
    HttpPost post = new HttpPost(request.url().uri().toASCIIString());
    request.headers().forEach(post::setHeader);
    // ReceiverHttp does not reuse connections. This header tells the receiver not to wait for
    // another request.
    post.setHeader(HttpHeaders.CONNECTION, "close");
    post.setEntity(new ByteArrayEntity(request.body(), null));
    return post;
  }

  /// Connects to this address. The client uses the name only for SNI, the certificate and the Host
  /// header.
  private static HttpHost target(ReceiverUrl url, InetAddress address) {
    return new HttpHost(url.isHttps() ? "https" : "http", address, url.host(), url.port());
  }

  private static String address(HttpHost target) {
    return target.getAddress().getHostAddress() + ":" + target.getPort();
  }

  private ExchangeResult exchange(
      WebhookRequest request, HttpPost post, HttpHost target, PhaseTimes times) throws IOException {
    HttpClientContext context = times.context();
    TimedTls.offer(request.identity(), context);
    ClassicHttpResponse response = http.client().executeOpen(target, post, context);
    try {
      return new ExchangeResult.Answered(
          address(target),
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

  private ExchangeResult unreachable(
      HttpHost target, PhaseTimes times, boolean isCutOff, Exception failure) {
    AttemptTimings timings = times.timings();
    String reason =
        isCutOff ? limits.tooLate() : FailureReasons.of(failure, timings.connect().isPresent());
    return new ExchangeResult.Unreachable(Optional.of(address(target)), reason, timings);
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

  @Override
  public void close() throws IOException {
    timer.shutdownNow();
    http.client().close();
  }
}
