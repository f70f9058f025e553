package io.cdrwebhooks.infra;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.services.events.EventField;
import software.amazon.awscdk.services.events.EventPattern;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.RuleTargetInput;
import software.amazon.awscdk.services.events.targets.SnsTopic;
import software.amazon.awscdk.services.sns.ITopic;
import software.constructs.Construct;

/// Notices become mail that a person can read: one rule for each kind, with a sentence of its own.
final class NoticeMail extends Construct {
  private static final String SOURCE = "cdr-webhooks";

  private final Way way;
  private final String environment;
  private final List<Rule> rules = new ArrayList<>();

  /// From where, and to where.
  record Way(NoticeBus notices, ITopic mail) {}

  NoticeMail(Construct scope, String id, DeploymentSettings settings, Way way) {
    super(scope, id);
    this.way = way;
    environment = settings.environmentName();
    rule(
        "ConfigurationFailing",
        "Configuration failing",
        "Every attempt for the webhook configuration %s (%s) has failed since %s. It is disabled"
            + " when that goes on for five days. The latest delivery to fail is %s.",
        "configurationName",
        "configurationId",
        "since",
        "deliveryId");
    rule(
        "ConfigurationDisabled",
        "Configuration disabled",
        "The webhook configuration %s (%s) was disabled: %s. Its deliveries are held until somebody"
            + " enables it. The last straw was delivery %s.",
        "configurationName",
        "configurationId",
        "reason",
        "deliveryId");
    rule(
        "DeliveryFailed",
        "Delivery failed",
        "The delivery %s of %s (task %s, configuration %s) has had its last attempt: %s. It can be"
            + " sent again for as long as it is kept.",
        "deliveryId",
        "fileName",
        "taskId",
        "configurationId",
        "reason");
    rule(
        "DownloadLinkUnused",
        "Download link unused",
        "The receiver was told of %s (delivery %s, task %s, configuration %s) and has not fetched"
            + " it. The link ends at %s.",
        "fileName",
        "deliveryId",
        "taskId",
        "configurationId",
        "validUntil");
  }

  /// For what is watched: a rule that cannot send mail fails in silence.
  List<Rule> rules() {
    return rules;
  }

  private void rule(String id, String kind, String sentence, String... fields) {
    Object[] values = new Object[fields.length];
    for (int i = 0; i < fields.length; i++) {
      values[i] = EventField.fromPath("$.detail." + fields[i]);
    }
    rules.add(
        Rule.Builder.create(this, id)
            .eventBus(way.notices().bus())
            .eventPattern(
                EventPattern.builder().source(List.of(SOURCE)).detailType(List.of(kind)).build())
            .targets(
                List.of(
                    SnsTopic.Builder.create(way.mail())
                        .message(
                            RuleTargetInput.fromText(
                                "CDR Webhooks, " + environment + ": " + sentence.formatted(values)))
                        .build()))
            .build());
  }
}
