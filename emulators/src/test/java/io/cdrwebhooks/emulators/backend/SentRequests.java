package io.cdrwebhooks.emulators.backend;

import io.cdrwebhooks.emulators.AwsEndpoints;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/// Counts the requests of this JVM to moto, and without it all requests. The SDK finds it by a file
/// among the resources and calls it for every request of every client.
public final class SentRequests implements ExecutionInterceptor {
  private static final AtomicLong COUNTED = new AtomicLong();

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission sending, ExecutionAttributes attributes) {
    note(sending.httpRequest().getUri());
  }

  /// Counts a request that no client of the SDK sends.
  public static void note(URI address) {
    boolean counts =
        AwsEndpoints.outside()
            .map(endpoint -> endpoint.getRawAuthority().equals(address.getRawAuthority()))
            .orElse(true);
    if (counts) {
      var _ = COUNTED.incrementAndGet();
    }
  }

  static long counted() {
    return COUNTED.get();
  }
}
