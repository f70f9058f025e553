package io.cdrwebhooks.deployment;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Listens to the notices on an environment's bus: a rule and a queue of the trial's, both removed
/// when it closes.
final class NoticeTap implements AutoCloseable {
  private static final String PATTERN = "{\"source\":[\"cdr-webhooks\"]}";

  private final EventBridgeClient events;
  private final SqsClient sqs;
  private final String bus;
  private final String name;
  private final String queueUrl;

  /// `name` is that of the rule and the queue.
  NoticeTap(Environment environment, String name) {
    this.events = environment.account().eventBridge();
    this.sqs = environment.account().sqs();
    this.bus = environment.noticesBus();
    this.name = name;
    queueUrl = sqs.createQueue(queue -> queue.queueName(name)).queueUrl();
    String queueArn = environment.account().queueAttribute(queueUrl, QueueAttributeName.QUEUE_ARN);
    String ruleArn =
        events.putRule(rule -> rule.name(name).eventBusName(bus).eventPattern(PATTERN)).ruleArn();
    var _ =
        sqs.setQueueAttributes(
            set ->
                set.queueUrl(queueUrl)
                    .attributes(Map.of(QueueAttributeName.POLICY, policy(queueArn, ruleArn))));
    var _ =
        events.putTargets(
            put ->
                put.rule(name)
                    .eventBusName(bus)
                    .targets(Target.builder().id("trial").arn(queueArn).build()));
  }

  /// Whether a notice of this kind that names `subject` arrives in time.
  boolean hears(String kind, String subject, Duration patience) {
    Instant end = Instant.now().plus(patience);
    while (Instant.now().isBefore(end)) {
      for (Message message :
          sqs.receiveMessage(
                  ask -> ask.queueUrl(queueUrl).maxNumberOfMessages(10).waitTimeSeconds(2))
              .messages()) {
        if (message.body().contains('"' + kind + '"') && message.body().contains(subject)) {
          return true;
        }
      }
    }
    return false;
  }

  private static String policy(String queueArn, String ruleArn) {
    return """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
          "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage",
          "Resource": "%s", "Condition": {"ArnEquals": {"aws:SourceArn": "%s"}}}]}"""
        .formatted(queueArn, ruleArn);
  }

  @Override
  public void close() {
    var _ = events.removeTargets(remove -> remove.rule(name).eventBusName(bus).ids("trial"));
    var _ = events.deleteRule(delete -> delete.name(name).eventBusName(bus));
    var _ = sqs.deleteQueue(delete -> delete.queueUrl(queueUrl));
  }
}
