package io.cdrwebhooks.local.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;

/// A function as Lambda would have it: a handler that takes JSON and gives JSON, and a time limit.
///
/// `timeout` is only told to the handler: nothing here ends one that overruns.
public record LocalFunction(String name, RequestStreamHandler handler, Duration timeout) {
  public byte[] invoke(byte[] event) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    LocalContext context =
        new LocalContext(name, UUID.randomUUID().toString(), System.nanoTime(), timeout);
    handler.handleRequest(new ByteArrayInputStream(event), answer, context);
    return answer.toByteArray();
  }
}
