package io.cdrwebhooks.infra.operations;

import static io.cdrwebhooks.infra.SynthesisedDeployment.EXAMPLE;
import static io.cdrwebhooks.infra.SynthesisedDeployment.at;
import static io.cdrwebhooks.infra.SynthesisedDeployment.has;
import static io.cdrwebhooks.infra.SynthesisedDeployment.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.aws.awsevents.NoticeJson;
import io.cdrwebhooks.change.ChangeId;
import io.cdrwebhooks.change.ChangeRecord;
import io.cdrwebhooks.change.ChangedThing;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.notice.Digest;
import io.cdrwebhooks.notice.Notice;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// Tests that the notices for people become mail, whatever their content.
class NoticeMailTest {
  private static final String CONFIGURATION = "<detail-configurationId>";

  /// EventBridge supports no condition in a topic's policy, so the rules use a role of this
  /// account.
  @Test
  void noticesArePublishedUnderADedicatedRole() {
    for (Object rule : noticeRules()) {
      assertThat((String) at(rule, "Targets", 0, "RoleArn", "Fn::GetAtt", 0))
          .startsWith("WatchNoticeMailRole");
    }
    assertThat(
            EXAMPLE.properties("AWS::IAM::Policy").entrySet().stream()
                .filter(policy -> policy.getKey().startsWith("WatchNoticeMailRole"))
                .map(policy -> at(policy.getValue(), "PolicyDocument", "Statement")))
        .singleElement()
        .asInstanceOf(LIST)
        .singleElement()
        .satisfies(
            statement -> {
              assertThat(at(statement, "Action")).isEqualTo("sns:Publish");
              assertThat((List<?>) at(statement, "Resource"))
                  .extracting(topic -> ((String) at(topic, "Ref")).replaceFirst(".{8}$", ""))
                  .containsExactlyInAnyOrder("WatchTopicsAlarms", "WatchTopicsNotices");
            });
  }

  /// A name may contain a quotation mark: EventBridge writes a separate value as JSON.
  @Test
  void fieldsOfANoticeAreSeparateFromItsSentence() throws IOException {
    for (Object rule : noticeRules()) {
      String template = text(at(rule, "Targets", 0, "InputTransformer", "InputTemplate"));
      int fields = ((Map<?, ?>) at(rule, "Targets", 0, "InputTransformer", "InputPathsMap")).size();

      assertThat(new ObjectMapper().readTree(template.replaceAll(":<[^>]+>", ":\"a value\"")))
          .as(template)
          .hasSizeBetween(fields + 1, fields + 2)
          .noneMatch(value -> value.asText().replace(CONFIGURATION, "").contains("<"));
      assertThat(template)
          .contains("/console/configurations/" + CONFIGURATION + "\"")
          .doesNotContain("\"" + CONFIGURATION + "\"");
    }
  }

  /// SNS suspends an address that gets too many mails in a second. A notice of one delivery is an
  /// event only, and a disabled configuration uses the topic of the alarms.
  @Test
  void deliveriesAreMailedInDigestsAndADisabledConfigurationAtOnce() {
    Map<Object, String> topics = new HashMap<>();
    for (Object rule : noticeRules()) {
      topics.put(
          at(rule, "EventPattern", "detail-type", 0),
          ((String) at(rule, "Targets", 0, "Arn", "Ref")).replaceFirst(".{8}$", ""));
    }

    assertThat(topics)
        .isEqualTo(
            Map.of(
                "Configuration failing", "WatchTopicsNotices",
                "Configuration disabled", "WatchTopicsAlarms",
                "Certificate expiring", "WatchTopicsNotices",
                "Receiver changed", "WatchTopicsNotices",
                "Delivery digest", "WatchTopicsNotices"));
  }

  /// The digest of its configuration has such a notice.
  @Test
  void noticeThatIsMailedLaterIsNotMailedTwice() {
    for (Object rule : noticeRules()) {
      assertThat(at(rule, "EventPattern", "detail", NoticeJson.MAIL_LATER, 0, "exists"))
          .isEqualTo(false);
    }
  }

  /// A field that its notice does not have would be empty in the mail.
  @Test
  void everyMailedFieldIsInItsNotice() throws IOException {
    ConfigurationId configuration = new ConfigurationId("cfg_0123456789abcdef0123456789abcdef");
    DeliveryId delivery = new DeliveryId("dlv_fedcba9876543210fedcba9876543210");
    Instant at = Instant.EPOCH;
    Digest digest = new Digest(configuration, 2, 1, 0, "", at, delivery, "why", at);
    for (Notice notice :
        List.of(
            new Notice.ConfigurationFailing(configuration, "Billing", at, delivery),
            new Notice.ConfigurationDisabled(configuration, "Billing", "why", delivery),
            new Notice.CertificateExpiring(configuration, "Billing", at, delivery),
            new Notice.ReceiverChanged(
                change(configuration),
                "Billing",
                "URL",
                "https://a",
                "https://b",
                Notice.ReceiverChanged.Mail.LAST),
            new Notice.DeliveryDigest(digest, "Billing"))) {
      List<String> fields = new ArrayList<>();
      new ObjectMapper()
          .readTree(NoticeJson.detail(notice))
          .fieldNames()
          .forEachRemaining(fields::add);

      assertThat(mailedFields(NoticeJson.kind(notice))).isNotEmpty().isSubsetOf(fields);
    }
  }

  private static ChangeRecord change(ConfigurationId about) {
    return new ChangeRecord(
        ChangeId.of("request-1"),
        Instant.EPOCH,
        new ChangeRecord.Actor("", "operator-1", "", "203.0.113.7", ""),
        "request-1",
        "REPLACE_CONFIGURATION",
        ChangedThing.of(ChangedThing.Kind.CONFIGURATION, about.value()),
        ChangeRecord.NOTHING,
        ChangeRecord.NOTHING,
        OptionalInt.of(200));
  }

  private static List<String> mailedFields(String kind) {
    return noticeRules().stream()
        .filter(rule -> kind.equals(at(rule, "EventPattern", "detail-type", 0)))
        .map(rule -> (Map<?, ?>) at(rule, "Targets", 0, "InputTransformer", "InputPathsMap"))
        .flatMap(paths -> paths.values().stream())
        .map(path -> ((String) path).replace("$.detail.", ""))
        .toList();
  }

  private static List<Object> noticeRules() {
    return EXAMPLE.properties("AWS::Events::Rule").values().stream()
        .filter(rule -> has(rule, "EventBusName"))
        .filter(rule -> ((String) at(rule, "EventBusName", "Ref")).startsWith("NoticesBus"))
        .toList();
  }
}
