package io.cdrwebhooks.local.lambda;

import io.cdrwebhooks.aws.snapshot.RehearsalContext;
import java.time.Duration;
import java.util.UUID;

/// The context of an invocation for handlers: like that of a rehearsal, but with a name, an id and
/// a deadline.
final class LocalContext extends RehearsalContext {
  private final String functionName;
  private final String requestId = UUID.randomUUID().toString();
  private final long startedNanos = System.nanoTime();
  private final Duration timeout;

  LocalContext(String functionName, Duration timeout) {
    this.functionName = functionName;
    this.timeout = timeout;
  }

  @Override
  public int getRemainingTimeInMillis() {
    Duration used = Duration.ofNanos(System.nanoTime() - startedNanos);
    return Math.toIntExact(Math.max(0, timeout.minus(used).toMillis()));
  }

  @Override
  public String getAwsRequestId() {
    return requestId;
  }

  @Override
  public String getFunctionName() {
    return functionName;
  }
}
