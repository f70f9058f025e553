package io.cdrwebhooks.infra.operations;

import io.cdrwebhooks.infra.settings.DeploymentSettings;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/// The topics for operators: alarms and disabled configurations on one, other notices on the other,
/// so that each can be forwarded separately. A person must confirm the address of each topic once.
///
/// SNS suspends an address that gets too many mails. If notices have a separate address, they
/// cannot cause the suspension of the address for alarms.
final class OperatorTopics extends Construct {
  final Topic alarms;
  final Topic notices;

  OperatorTopics(Construct scope, String id, DeploymentSettings settings) {
    super(scope, id);
    alarms = topic("Alarms", settings, settings.operators().alarmEmail());
    notices = topic("Notices", settings, settings.operators().noticeEmail());
    allow("cloudwatch.amazonaws.com", alarms);
    allow("budgets.amazonaws.com", alarms);
    allow("cloudwatch.amazonaws.com", notices);
  }

  /// Allows one service to publish. The topic has an explicit policy, which requires TLS, so it no
  /// longer accepts everything from its account.
  private static void allow(String service, Topic topic) {
    topic.addToResourcePolicy(
        PolicyStatement.Builder.create()
            .principals(List.of(new ServicePrincipal(service)))
            .actions(List.of("sns:Publish"))
            .resources(List.of(topic.getTopicArn()))
            .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", Aws.ACCOUNT_ID)))
            .build());
  }

  private Topic topic(String what, DeploymentSettings settings, String address) {
    Topic topic =
        Topic.Builder.create(this, what)
            .displayName("CDR Webhooks " + settings.environmentName())
            .enforceSsl(true)
            .build();
    topic.addSubscription(new EmailSubscription(address));
    return topic;
  }
}
