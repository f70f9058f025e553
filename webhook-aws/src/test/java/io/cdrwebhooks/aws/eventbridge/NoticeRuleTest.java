package io.cdrwebhooks.aws.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.FullAws;
import io.cdrwebhooks.aws.TestAws;
import io.cdrwebhooks.aws.awsevents.NoticeJson;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.testing.Samples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Tests that a rule of the bus matches a notice as [NoticeJson] promises.
@SpeaksToAws
class NoticeRuleTest {
  @BeforeEach
  void needsEventBridge() {
    FullAws.assumeThere();
  }

  @Test
  void ruleOnTheKindTakesTheNoticeToItsTarget() {
    AwsAccess access = FullAws.access();
    try (AwsClients clients = new AwsClients(access)) {
      EventBridgeClient eventBridge = clients.eventBridge();
      SqsClient sqs = clients.sqs();
      String bus = TestAws.uniqueName("notices");
      String queueUrl =
          sqs.createQueue(request -> request.queueName(TestAws.uniqueName("mail"))).queueUrl();
      eventBridge.createEventBus(request -> request.name(bus));
      eventBridge.putRule(
          request ->
              request
                  .eventBusName(bus)
                  .name("disabled")
                  .eventPattern(
                      "{\"source\":[\"cdr-webhooks\"],"
                          + "\"detail-type\":[\"Configuration disabled\"]}"));
      eventBridge.putTargets(
          request ->
              request
                  .eventBusName(bus)
                  .rule("disabled")
                  .targets(Target.builder().id("1").arn(arn(sqs, queueUrl)).build()));
      EventBridgeNotices notices = new EventBridgeNotices(() -> eventBridge, bus);
      Notice disabled =
          new Notice.ConfigurationDisabled(
              Samples.configurationId(), "Billing", "It was gone", Samples.delivery().id());

      notices.send(
          new Notice.ConfigurationFailing(
              Samples.configurationId(), "Other", Samples.NOW, Samples.delivery().id()));
      notices.send(disabled);

      List<Message> received =
          sqs.receiveMessage(request -> request.queueUrl(queueUrl).waitTimeSeconds(5)).messages();
      assertThat(received)
          .singleElement()
          .extracting(message -> message.body().replaceAll("([:,]) ", "$1"))
          .asString()
          .contains("\"detail\":" + NoticeJson.detail(disabled).replaceAll("([:,]) ", "$1"));
    }
  }

  private static String arn(SqsClient sqs, String queueUrl) {
    Map<QueueAttributeName, String> attributes =
        sqs.getQueueAttributes(
                request -> request.queueUrl(queueUrl).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes();
    return attributes.get(QueueAttributeName.QUEUE_ARN);
  }
}
