package io.cdrwebhooks.infra.operations;

import io.cdrwebhooks.aws.awsevents.NoticeJson;
import io.cdrwebhooks.infra.settings.DeploymentSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awscdk.services.events.EventBus;
import software.amazon.awscdk.services.events.EventField;
import software.amazon.awscdk.services.events.EventPattern;
import software.amazon.awscdk.services.events.Match;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.RuleTargetInput;
import software.amazon.awscdk.services.events.targets.SnsTopic;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/// Sends notices as mail that a person can read. Each kind of notice for people has a rule with a
/// text, followed by the notice's fields and the address of its configuration in the console. A
/// notice of one delivery becomes no mail, because thousands may be sent in a minute: the hourly
/// digest of its configuration counts it.
///
/// SNS suspends an address that gets more than ten mails in a second. So dispatch marks a notice
/// for a later digest if the second already has enough mails.
///
/// A disabled configuration is mailed through the topic of the alarms. So it arrives even if SNS
/// has suspended the address on the topic of the notices.
///
/// The rules publish under a role of this account. If a topic's policy named EventBridge itself,
/// the topic would accept the rules of any account: no condition on EventBridge's requests to a
/// topic can tell accounts apart.
final class NoticeMail extends Construct {
  private final EventBus notices;
  private final String environment;
  private final String console;
  private final Role role;

  /// The rules, to be watched by alarms: a rule that cannot send mail fails silently.
  final List<Rule> rules = new ArrayList<>();

  /// `console` is the address of the console, without a final slash.
  NoticeMail(
      Construct scope,
      DeploymentSettings settings,
      EventBus notices,
      OperatorTopics topics,
      String console) {
    super(scope, "NoticeMail");
    this.notices = notices;
    this.environment = settings.environmentName();
    this.console = console;
    role =
        Role.Builder.create(this, "Role")
            .assumedBy(new ServicePrincipal("events.amazonaws.com"))
            .build();
    addWarnings(topics);
    addTexts(topics.notices);
  }

  private void addWarnings(OperatorTopics topics) {
    warning(
        topics.notices,
        NoticeJson.CONFIGURATION_FAILING,
        "Every attempt for this webhook configuration has failed since the time below. After five"
            + " days of failures, the service disables the configuration.",
        NoticeJson.SINCE);
    warning(
        topics.alarms,
        NoticeJson.CONFIGURATION_DISABLED,
        "The service has disabled this webhook configuration for the reason below. It holds the"
            + " deliveries until you enable the configuration.",
        NoticeJson.REASON);
    warning(
        topics.notices,
        NoticeJson.CERTIFICATE_EXPIRING,
        "The client certificate of this webhook configuration expires at the time below, or has"
            + " expired. Give it a new one: the receiver's gateway refuses requests from then on.",
        NoticeJson.NOT_AFTER);
  }

  private void warning(Topic mail, String kind, String sentence, String field) {
    rule(
        mail,
        kind,
        sentence,
        NoticeJson.CONFIGURATION_NAME,
        NoticeJson.CONFIGURATION_ID,
        field,
        NoticeJson.DELIVERY_ID);
  }

  /// Adds the rules for notices that have their own text.
  private void addTexts(Topic mail) {
    rule(
        mail,
        NoticeJson.RECEIVER_CHANGED,
        field(NoticeJson.TEXT),
        NoticeJson.CONFIGURATION_ID,
        NoticeJson.CHANGE_ID);
    rule(
        mail,
        NoticeJson.DELIVERY_DIGEST,
        field(NoticeJson.TEXT),
        NoticeJson.CONFIGURATION_NAME,
        NoticeJson.CONFIGURATION_ID,
        NoticeJson.FAILED_DELIVERIES,
        NoticeJson.UNUSED_LINKS,
        NoticeJson.SINCE,
        NoticeJson.DELIVERY_ID);
  }

  private void rule(Topic mail, String kind, String sentence, String... fields) {
    // Each field is a separate value, which EventBridge writes as JSON. Its treatment of a
    // quotation mark within a longer text is not documented. Names may contain one; ids do not.
    Map<String, String> message = new LinkedHashMap<>();
    message.put("CDR Webhooks, " + environment, sentence);
    for (String field : fields) {
      message.put(field, field(field));
    }
    message.put(
        "console", console + "/console/configurations/" + field(NoticeJson.CONFIGURATION_ID));
    rules.add(
        Rule.Builder.create(this, id(kind))
            .eventBus(notices)
            .eventPattern(
                EventPattern.builder()
                    .source(List.of(NoticeJson.SOURCE))
                    .detailType(List.of(kind))
                    .detail(Map.of(NoticeJson.MAIL_LATER, Match.doesNotExist()))
                    .build())
            .targets(
                List.of(
                    SnsTopic.Builder.create(mail)
                        .role(role)
                        .message(RuleTargetInput.fromObject(message))
                        .build()))
            .build());
  }

  private static String field(String name) {
    return EventField.fromPath("$.detail." + name);
  }

  /// Returns the id of a kind's rule: `Delivery digest` becomes `DeliveryDigest`.
  private static String id(String kind) {
    String[] words = kind.split(" ", 2);
    return words[0] + words[1].substring(0, 1).toUpperCase(Locale.ROOT) + words[1].substring(1);
  }
}
