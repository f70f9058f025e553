package io.cdrwebhooks.aws.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.AwsService;
import io.cdrwebhooks.aws.CannedAnswer;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.Samples;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;

class EventBridgeNoticesTest {
  private static final String TAKEN = "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"1\"}]}";
  private static final String NOT_TAKEN =
      "{\"FailedEntryCount\":1,\"Entries\":"
          + "[{\"ErrorCode\":\"InternalFailure\",\"ErrorMessage\":\"unexpected\"}]}";

  private static final Notice NOTICE =
      new Notice.DeliveryFailed(
          Samples.delivery().id(),
          new TaskId(42),
          Samples.configurationId(),
          "tx 1.zip",
          "The receiver answered 503");

  @Test
  void noticeIsOneEventOnTheBus() throws Exception {
    try (CannedAnswer server = CannedAnswer.answering(200, TAKEN)) {
      send(server.endpoint());

      assertThat(server.requests())
          .singleElement()
          .satisfies(
              request -> {
                assertThat(request.target()).isEqualTo("AWSEvents.PutEvents");
                assertThat(request.body())
                    .contains("\"EventBusName\":\"notices-bus\"")
                    .contains("\"Source\":\"cdr-webhooks\"")
                    .contains("\"DetailType\":\"Delivery failed\"")
                    .contains("\"Detail\":\"{\\\"deliveryId\\\":")
                    .contains("\\\"fileName\\\":\\\"tx 1.zip\\\"")
                    .containsOnlyOnce("EventBusName");
              });
    }
  }

  @Test
  void rejectedNoticeIsAFaultEvenIfTheRequestSucceeds() throws Exception {
    try (CannedAnswer server = CannedAnswer.answering(200, NOT_TAKEN)) {
      assertThatThrownBy(() -> send(server.endpoint()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("InternalFailure");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void refusedRequestIsAFault() throws Exception {
    try (CannedAnswer server =
        CannedAnswer.answering(400, "{\"__type\":\"AccessDeniedException\"}")) {
      assertThatThrownBy(() -> send(server.endpoint())).isInstanceOf(EventBridgeException.class);
    }
  }

  @Test
  void unreachableEndpointIsAFault() throws Exception {
    URI gone;
    try (CannedAnswer server = CannedAnswer.answering(200, TAKEN)) {
      gone = server.endpoint();
    }
    assertThatThrownBy(() -> send(gone)).isInstanceOf(SdkClientException.class);
  }

  private static void send(URI endpoint) {
    AwsAccess access =
        new AwsAccess(
            Region.US_EAST_1,
            StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")),
            Map.of(AwsService.EVENTBRIDGE, endpoint));
    try (AwsClients clients = new AwsClients(access)) {
      new EventBridgeNotices(clients::eventBridge, "notices-bus").send(NOTICE);
    }
  }
}
