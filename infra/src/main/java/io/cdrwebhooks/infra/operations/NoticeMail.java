package io.cdrwebhooks.infra.operations;

import io.cdrwebhooks.infra.settings.DeploymentSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.events.EventBus;
import software.amazon.awscdk.services.events.EventField;
import software.amazon.awscdk.services.events.EventPattern;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.RuleTargetInput;
import software.amazon.awscdk.services.events.targets.SnsTopic;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sns.ITopic;
import software.constructs.Construct;

/// Sends notices as mail that a person can read. Each kind of notice has a rule with a text,
/// followed by the notice's fields.
///
/// The rules publish under a role of this account. A topic that named EventBridge itself would
/// accept the rules of any account. Nothing that EventBridge sends to a topic lets a condition tell
/// accounts apart.
final class NoticeMail extends Construct {
  private static final String SOURCE = "cdr-webhooks";

  private final EventBus notices;
  private final ITopic mail;
  private final String environment;
  private final Role role;

  /// The rules, so that they can be watched: a rule that cannot send mail fails silently.
  final List<Rule> rules = new ArrayList<>();

  NoticeMail(
      Construct scope, String id, DeploymentSettings settings, EventBus notices, ITopic mail) {
    super(scope, id);
    this.notices = notices;
    this.mail = mail;
    environment = settings.environmentName();
    role =
        Role.Builder.create(this, "Role")
            .assumedBy(new ServicePrincipal("events.amazonaws.com"))
            .build();
    rule(
        "ConfigurationFailing",
        "Configuration failing",
        "Every attempt for this webhook configuration has failed since the time below. After five"
            + " days of failures, the service disables the configuration.",
        "configurationName",
        "configurationId",
        "since",
        "deliveryId");
    rule(
        "ConfigurationDisabled",
        "Configuration disabled",
        "The service has disabled this webhook configuration for the reason below. It holds the"
            + " deliveries until you enable the configuration.",
        "configurationName",
        "configurationId",
        "reason",
        "deliveryId");
    rule(
        "DeliveryFailed",
        "Delivery failed",
        "The last attempt of this delivery has failed. You can resend the delivery while it is"
            + " stored.",
        "deliveryId",
        "fileName",
        "taskId",
        "configurationId",
        "reason");
    rule(
        "DownloadLinkUnused",
        "Download link unused",
        "The receiver accepted the webhook for this file but has not fetched the file. The download"
            + " link expires at the time below.",
        "fileName",
        "deliveryId",
        "taskId",
        "configurationId",
        "validUntil");
  }

  private void rule(String id, String kind, String sentence, String... fields) {
    // Each field is a separate value, which EventBridge writes as JSON. How it writes a quotation
    // mark within a longer text is not documented, and names may have one.
    Map<String, String> message = new LinkedHashMap<>();
    message.put("CDR Webhooks, " + environment, sentence);
    for (String field : fields) {
      message.put(field, EventField.fromPath("$.detail." + field));
    }
    rules.add(
        Rule.Builder.create(this, id)
            .eventBus(notices)
            .eventPattern(
                EventPattern.builder().source(List.of(SOURCE)).detailType(List.of(kind)).build())
            .targets(
                List.of(
                    SnsTopic.Builder.create(mail)
                        .role(role)
                        .message(RuleTargetInput.fromObject(message))
                        .build()))
            .build());
  }
}
