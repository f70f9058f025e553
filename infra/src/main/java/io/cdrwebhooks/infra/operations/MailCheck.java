package io.cdrwebhooks.infra.operations;

import io.cdrwebhooks.infra.functions.PublishedFunction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.lambda.Alias;
import software.constructs.Construct;

/// Makes the scheduled work check every hour with SNS whether the topics' subscriptions are
/// confirmed. So the alarms about mail fire even when there is nothing to mail.
final class MailCheck extends Construct {
  private static final Duration INTERVAL = Duration.ofHours(1);

  MailCheck(Construct scope, Alias scheduledWork, OperatorTopics topics) {
    super(scope, "MailCheck");
    String alarms = topics.alarms.getTopicArn();
    String notices = topics.notices.getTopicArn();
    PublishedFunction.invokeEvery(
        INTERVAL,
        this,
        "Hourly",
        scheduledWork,
        new TreeMap<>(Map.of("work", "check-mail", "alarms", alarms, "notices", notices)));
    scheduledWork.addToRolePolicy(
        PolicyStatement.Builder.create()
            .actions(List.of("sns:GetTopicAttributes"))
            .resources(List.of(alarms, notices))
            .build());
  }
}
