package io.cdrwebhooks.bench.stand;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.DynamoDbStores;
import io.cdrwebhooks.aws.FunctionVariables;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.aws.eventbridge.EventBridgeNotices;
import io.cdrwebhooks.aws.kms.KmsVault;
import io.cdrwebhooks.aws.snapshot.RehearsalContext;
import io.cdrwebhooks.aws.sqs.SqsWorkMessages;
import io.cdrwebhooks.bench.stand.LoopbackServer.Received;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.dispatch.Dispatch;
import io.cdrwebhooks.dispatch.DispatchEnvironment;
import io.cdrwebhooks.dispatch.DispatchHandler;
import io.cdrwebhooks.dispatch.exchange.ReceiverExchange;
import io.cdrwebhooks.dispatch.inputs.DispatchServices;
import io.cdrwebhooks.dispatch.inputs.Pace;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.receiver.ReceiverRules;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.LaneCause;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CannedAwsTest {
  private static final DueWork.OfLane WAITING =
      new DueWork.OfLane(
          ConfigurationId.of(UUID.randomUUID()),
          new LaneCause.Waiting(
              DeliveryId.of(UUID.randomUUID()), Optional.of(new TaskId(1)), Optional.empty()),
          Optional.empty());

  @ParameterizedTest
  @ValueSource(strings = {"reports/1/tx00001.zip", "reports/4711/S%C3%BCd%2Bwest.zip"})
  void reportIsDeliveredEveryTime(String key) throws Exception {
    List<Received> visits = new CopyOnWriteArrayList<>();
    List<CannedAws.Call> calls = new CopyOnWriteArrayList<>();
    try (LoopbackServer receiver = LoopbackServer.receiver(Optional.empty(), visits::add);
        CannedAws aws = new CannedAws(Optional.empty(), receiver.url(), calls::add)) {
      Map<String, String> settings = aws.settings();
      try (AwsClients clients = new AwsClients(AwsAccess.fromEnvironment(settings));
          ReceiverExchange exchange =
              ReceiverExchange.create(ReceiverRules.LOCAL, InstantSource.system())) {
        DispatchHandler handler = handler(clients, exchange, settings);

        for (int i = 0; i < 2; i++) {
          dispatch(handler, DispatchEvents.arrivals(List.of(key)));
          dispatch(handler, DispatchEvents.pending(List.of(WAITING)));
        }
      }
      Received visit = visits.getFirst();
      assertThat(visit.header("x-cdr-signature")).isPresent();
      assertThat(visit.text()).contains("\"numberOfLines\":100,\"taskName\":\"Export\"");
      assertThat(visits).hasSize(2);
      assertThat(calls.stream().map(CannedAws.Call::operation))
          .contains("S3.GET", "DynamoDB.GetItem", "DynamoDB.PutItem", "AmazonSQS.SendMessage")
          .contains("DynamoDB.UpdateItem", "DynamoDB.GetItem", "TrentService.Decrypt");
    }
  }

  @Test
  void messagesAndNoticesAreAccepted() throws Exception {
    URI receiver = URI.create("http://localhost/webhooks");
    List<CannedAws.Call> calls = new CopyOnWriteArrayList<>();
    try (CannedAws aws = new CannedAws(Optional.empty(), receiver, calls::add)) {
      Map<String, String> settings = aws.settings();
      try (AwsClients clients = new AwsClients(AwsAccess.fromEnvironment(settings))) {
        new SqsWorkMessages(clients::sqs, new FunctionVariables(settings).workQueues())
            .send(new DueWork.OfDelivery(DeliveryId.of(UUID.randomUUID())), Duration.ZERO);
      }
      assertThat(calls)
          .extracting(CannedAws.Call::operation)
          .containsExactly("AmazonSQS.SendMessage");
    }
  }

  private static DispatchHandler handler(
      AwsClients clients, ReceiverExchange exchange, Map<String, String> settings) {
    RuntimeInputs inputs = RuntimeInputs.standard("bench");
    DispatchServices collaborators =
        new DispatchServices(
            new KmsVault(clients::kms, settings.get("SIGNATURE_KMS_KEY_ID")),
            new CallbackUrls(URI.create(settings.get("CALLBACK_BASE_URL"))),
            exchange,
            new SqsWorkMessages(clients::sqs, new FunctionVariables(settings).workQueues()),
            new FunctionVariables(settings).workQueues(),
            message -> {
              throw new AssertionError("set aside: " + message);
            },
            new EventBridgeNotices(clients::eventBridge, settings.get("NOTICES_BUS_NAME")));
    Dispatch dispatch =
        new Dispatch(
            DispatchEnvironment.stores(
                new DynamoDbStores(clients.dynamoDb(), TableNames.withPrefix("")), clients.s3()),
            collaborators,
            Pace.STANDARD,
            inputs);
    return new DispatchHandler(dispatch, inputs);
  }

  private static void dispatch(DispatchHandler handler, String event) throws Exception {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
    handler.handleRequest(new ByteArrayInputStream(bytes), answer, new RehearsalContext());
    assertThat(answer.toString(StandardCharsets.UTF_8)).isEqualTo("{\"batchItemFailures\":[]}");
  }
}
