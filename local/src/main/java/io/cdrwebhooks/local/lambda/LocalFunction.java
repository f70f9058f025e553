package io.cdrwebhooks.local.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;

/// A function as in Lambda: a handler that reads and writes JSON, and a time limit.
///
/// The handler can read `timeout`, but nothing here ends an invocation that overruns it.
public record LocalFunction(String name, RequestStreamHandler handler, Duration timeout) {
  public byte[] invoke(byte[] event) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    LocalContext context = new LocalContext(name, timeout);
    handler.handleRequest(new ByteArrayInputStream(event), answer, context);
    return answer.toByteArray();
  }
}
