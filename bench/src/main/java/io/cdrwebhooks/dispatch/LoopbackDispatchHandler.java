package io.cdrwebhooks.dispatch;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.cdrwebhooks.configuration.ReceiverRules;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// The dispatch function as a deployment makes it, but that receivers may be on this machine.
///
/// No setting of a deployment allows that, and none should for being measured. So this class is put
/// beside the function's own, in its package, changes that one rule and leaves the rest to the
/// function's own wiring.
public final class LoopbackDispatchHandler implements RequestStreamHandler {
  private final DispatchHandler handler;

  public LoopbackDispatchHandler() {
    DispatchEnvironment environment = allowingLoopback(DispatchEnvironment.ofThisProcess());
    RuntimeInputs inputs = RuntimeInputs.standard(environment.metricsNamespace());
    this.handler = new DispatchHandler(environment.dispatch(inputs), inputs);
    DispatchEnvironment.rehearse(inputs.log(), DispatchRehearsal::ofArrivals);
  }

  private static DispatchEnvironment allowingLoopback(DispatchEnvironment deployed) {
    ReceiverRules rules = deployed.receiverRules();
    return new DispatchEnvironment(
        deployed.access(),
        deployed.tables(),
        deployed.queues(),
        deployed.deadLetters(),
        deployed.arrivalsDeadLettersUrl(),
        deployed.noticesBusName(),
        deployed.reportBucket(),
        deployed.callbackBaseUrl(),
        deployed.signatureKeyId(),
        deployed.metricsNamespace(),
        new ReceiverRules(rules.httpAllowed(), true, rules.refusedBlocks()),
        deployed.egressCanary());
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    handler.handleRequest(event, answer, context);
  }
}
