package io.cdrwebhooks.aws;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/// The HTTP client of all clients of AWS: the first try of a request may use a kept connection, and
/// each repeat opens a new one.
///
/// A server or a gateway that goes away breaks many kept connections at once. Without this each of
/// the SDK's three tries could take another one of them, and the request would fail.
final class KeptConnections implements SdkHttpClient {
  /// The SDK numbers the tries of a request in this header: `attempt=2; max=3`.
  private static final String TRY_HEADER = "amz-sdk-request";

  private static final String FIRST_TRY = "attempt=1;";

  private final SdkHttpClient kept;
  private final Supplier<SdkHttpClient> maker;
  private @Nullable SdkHttpClient repeating;

  /// `maker` creates the client of first tries, and at the first repeat that of the repeats. The
  /// second client keeps no connection, since each of its requests asks for the connection's end.
  KeptConnections(Supplier<SdkHttpClient> maker) {
    this.kept = maker.get();
    this.maker = maker;
  }

  private synchronized SdkHttpClient repeating() {
    SdkHttpClient current = repeating;
    if (current == null) {
      current = maker.get();
      repeating = current;
    }
    return current;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return request
            .httpRequest()
            .firstMatchingHeader(TRY_HEADER)
            .filter(number -> !number.startsWith(FIRST_TRY))
            .isPresent()
        ? new Abortable(repeating().prepareRequest(closing(request)))
        : new Abortable(kept.prepareRequest(request));
  }

  /// Makes an aborted request a failed try. If the try's timeout ends the wait for a free
  /// connection, the HTTP client throws an exception after which the SDK would not try again.
  private record Abortable(ExecutableHttpRequest request) implements ExecutableHttpRequest {
    @Override
    public HttpExecuteResponse call() throws IOException {
      try {
        return request.call();
      } catch (CancellationException e) {
        throw new IOException("no connection was free before the try's timeout", e);
      }
    }

    @Override
    public void abort() {
      request.abort();
    }
  }

  /// The header is not signed.
  private static HttpExecuteRequest closing(HttpExecuteRequest request) {
    HttpExecuteRequest.Builder closing =
        HttpExecuteRequest.builder()
            .request(request.httpRequest().toBuilder().putHeader("Connection", "close").build());
    request.contentStreamProvider().ifPresent(closing::contentStreamProvider);
    request.metricCollector().ifPresent(closing::metricCollector);
    return closing.build();
  }

  @Override
  public String clientName() {
    return kept.clientName();
  }

  @Override
  public synchronized void close() {
    kept.close();
    if (repeating != null) {
      repeating.close();
    }
  }
}
