package io.cdrwebhooks.bench.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.cdrwebhooks.dispatch.DispatchEnvironment;
import io.cdrwebhooks.dispatch.DispatchHandler;
import io.cdrwebhooks.receiver.ReceiverRules;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// The dispatch function of a deployment, except that receivers may be on this machine.
/// [Subject#unpackedIn] puts this class into the function's folder.
public final class LocalReceiversHandler implements RequestStreamHandler {
  private final DispatchHandler handler =
      new DispatchHandler(DispatchEnvironment.read(System.getenv(), ReceiverRules.LOCAL));

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    handler.handleRequest(event, answer, context);
  }
}
