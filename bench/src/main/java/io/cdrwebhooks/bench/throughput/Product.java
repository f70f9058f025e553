package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.dynamodb.TableNames;
import io.cdrwebhooks.aws.eventbridge.EventBridgeNotices;
import io.cdrwebhooks.aws.snapshot.RehearsalContext;
import io.cdrwebhooks.aws.sqs.SqsDueAttempts;
import io.cdrwebhooks.configuration.ReceiverRules;
import io.cdrwebhooks.configuration.RememberedSignatures;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.dispatch.AwsStores;
import io.cdrwebhooks.dispatch.Dispatch;
import io.cdrwebhooks.dispatch.DispatchHandler;
import io.cdrwebhooks.dispatch.Pace;
import io.cdrwebhooks.dispatch.Surroundings;
import io.cdrwebhooks.dispatch.exchange.ReceiverExchange;
import io.cdrwebhooks.link.CallbackUrls;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// The dispatch function as its environment wires it, except that receivers may be on this machine,
/// which no deployment allows.
record Product(DispatchHandler handler, ReceiverExchange exchange) implements AutoCloseable {
  private static final String ALL_DONE = "{\"batchItemFailures\":[]}";

  /// `clients` sends notices alone, of which there are none.
  static Product of(
      BareAws aws, AwsClients clients, SignatureVault vault, Surroundings surroundings) {
    ReceiverExchange exchange = ReceiverExchange.create(ReceiverRules.LOCAL, surroundings.clock());
    Dispatch dispatch =
        new Dispatch(
            AwsStores.of(aws.dynamoDb(), aws.s3(), TableNames.withPrefix("")),
            new Dispatch.Outside(
                new RememberedSignatures(vault, surroundings.clock()),
                new CallbackUrls(URI.create("https://cdr.example.com")),
                exchange,
                new SqsDueAttempts(aws.sqs(), URI.create("http://localhost/due-attempts")),
                new EventBridgeNotices(clients.eventBridge(), "notices")),
            Pace.STANDARD,
            surroundings);
    return new Product(new DispatchHandler(dispatch, surroundings), exchange);
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
