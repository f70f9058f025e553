package io.cdrwebhooks.deployment;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Receives the notices on an environment's bus, with a temporary rule and queue.
///
/// AWS may take a minute until a new rule and a new queue policy work, so a trial opens the tap
/// first.
final class NoticeTap {
  private static final String PATTERN = "{\"source\":[\"cdr-webhooks\"]}";

  private final SqsClient sqs;
  private final String queueUrl;

  /// `name` is that of the rule and the queue, which `cleanUps` removes.
  NoticeTap(Environment environment, String name, CleanUps cleanUps) {
    EventBridgeClient events = environment.account().eventBridge();
    String bus = environment.noticesBus();
    sqs = environment.account().sqs();
    queueUrl = sqs.createQueue(queue -> queue.queueName(name)).queueUrl();
    cleanUps.add("queue " + name, () -> sqs.deleteQueue(delete -> delete.queueUrl(queueUrl)));
    String queueArn = environment.account().queueAttribute(queueUrl, QueueAttributeName.QUEUE_ARN);
    String ruleArn =
        events.putRule(rule -> rule.name(name).eventBusName(bus).eventPattern(PATTERN)).ruleArn();
    cleanUps.add(
        "rule " + name, () -> events.deleteRule(delete -> delete.name(name).eventBusName(bus)));
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
    cleanUps.add(
        "the target of rule " + name,
        () -> events.removeTargets(remove -> remove.rule(name).eventBusName(bus).ids("trial")));
  }

  /// Returns whether a notice of this kind that names `subject` arrives within `patience`.
  boolean receives(String kind, String subject, Duration patience) {
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
}
