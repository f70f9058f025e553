package io.cdrwebhooks.local.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.cdrwebhooks.aws.snapshot.RehearsalContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;

/// A function as in Lambda: a handler that reads and writes JSON, and a time limit.
///
/// The handler can read `timeout`, but nothing here ends an invocation that overruns it.
public record LocalFunction(String name, RequestStreamHandler handler, Duration timeout) {
  public byte[] invoke(byte[] event) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    handler.handleRequest(new ByteArrayInputStream(event), answer, new Invocation());
    return answer.toByteArray();
  }

  /// The context of an invocation: like that of a rehearsal, but with a name, an id and a deadline.
  private final class Invocation extends RehearsalContext {
    private final String requestId = UUID.randomUUID().toString();
    private final long startedNanos = System.nanoTime();

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
      return name;
    }
  }
}
