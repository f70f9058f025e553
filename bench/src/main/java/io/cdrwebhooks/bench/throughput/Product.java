package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.dynamodb.TableNames;
import io.cdrwebhooks.aws.eventbridge.EventBridgeNotices;
import io.cdrwebhooks.aws.snapshot.RehearsalContext;
import io.cdrwebhooks.aws.sqs.SqsDueAttempts;
import io.cdrwebhooks.aws.sqs.WorkQueues;
import io.cdrwebhooks.configuration.ReceiverRules;
import io.cdrwebhooks.configuration.RememberedSignatures;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.dispatch.AwsStores;
import io.cdrwebhooks.dispatch.Dispatch;
import io.cdrwebhooks.dispatch.DispatchHandler;
import io.cdrwebhooks.dispatch.Pace;
import io.cdrwebhooks.dispatch.RuntimeInputs;
import io.cdrwebhooks.dispatch.exchange.ReceiverExchange;
import io.cdrwebhooks.link.CallbackUrls;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// The dispatch function as its environment wires it, except that receivers may be on this machine,
/// which no deployment allows.
record Product(DispatchHandler handler, ReceiverExchange exchange, HandedOver handedOver)
    implements AutoCloseable {
  private static final String ALL_DONE = "{\"batchItemFailures\":[]}";

  /// What it speaks to. `clients` sends notices alone, of which there are none.
  record Aws(SdkClients sdk, AwsClients clients, URI dueAttempts) {}

  static Product of(Aws aws, SignatureVault vault, RuntimeInputs inputs) {
    SdkClients sdk = aws.sdk();
    HandedOver handedOver =
        new HandedOver(
            new SqsDueAttempts(sdk::sqs, new WorkQueues(aws.dueAttempts(), aws.dueAttempts())));
    ReceiverExchange exchange = ReceiverExchange.create(ReceiverRules.LOCAL, inputs.clock());
    Dispatch dispatch =
        new Dispatch(
            AwsStores.of(sdk.dynamoDb(), sdk.s3(), TableNames.withPrefix("")),
            new Dispatch.Collaborators(
                new RememberedSignatures(vault, inputs.clock()),
                new CallbackUrls(URI.create("https://cdr.example.com")),
                exchange,
                handedOver,
                message -> {
                  throw new IllegalStateException("no message is set aside: " + message);
                },
                new EventBridgeNotices(aws.clients()::eventBridge, "notices")),
            Pace.STANDARD,
            inputs);
    return new Product(new DispatchHandler(dispatch, inputs), exchange, handedOver);
  }

  /// Records reports in one invocation and sends their POSTs in another.
  ///
  /// @throws IOException if a message failed
  void deliver(byte[] arrivals) throws IOException {
    invoke(arrivals);
    invoke(handedOver.nextEvent());
  }

  /// @throws IOException if a message failed
  void invoke(byte[] event) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    handler.handleRequest(new ByteArrayInputStream(event), answer, new RehearsalContext());
    String text = answer.toString(StandardCharsets.UTF_8);
    if (!text.equals(ALL_DONE)) {
      throw new IOException("a message failed: " + text);
    }
  }

  @Override
  public void close() throws IOException {
    exchange.close();
  }
}
