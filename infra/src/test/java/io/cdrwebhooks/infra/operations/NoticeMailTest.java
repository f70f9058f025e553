package io.cdrwebhooks.infra.operations;

import static io.cdrwebhooks.infra.SynthesisedDeployment.EXAMPLE;
import static io.cdrwebhooks.infra.SynthesisedDeployment.at;
import static io.cdrwebhooks.infra.SynthesisedDeployment.has;
import static io.cdrwebhooks.infra.SynthesisedDeployment.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
                "Delivery digest", "WatchTopicsNotices"));
  }

  private static List<Object> noticeRules() {
    return EXAMPLE.properties("AWS::Events::Rule").values().stream()
        .filter(rule -> has(rule, "EventBusName"))
        .toList();
  }

  /// A field that no notice has would be empty.
  @Test
  void everyMailIsOfAKnownKindAndHasItsFields() throws IOException {
    String code =
        Files.readString(
            Path.of(
                "..", "webhook-aws/src/main/java/io/cdrwebhooks/aws/awsevents/NoticeJson.java"));
    Set<String> kinds =
        found(code, "case Notice\\.\\w+ _ -> \"([^\"]+)\"").collect(Collectors.toSet());
    Set<String> fields =
        found(code, "\"(\\w+)\", (?:\\w+\\.\\w+\\(\\)|name|new )").collect(Collectors.toSet());
    Set<String> mailed = new HashSet<>();
    for (Object rule : noticeRules()) {
      assertThat(at(rule, "EventPattern", "source")).isEqualTo(List.of("cdr-webhooks"));
      assertThat((String) at(rule, "EventBusName", "Ref")).startsWith("NoticesBus");
      mailed.add((String) at(rule, "EventPattern", "detail-type", 0));
      ((Map<?, ?>) at(rule, "Targets", 0, "InputTransformer", "InputPathsMap"))
          .values()
          .forEach(path -> assertThat(fields).contains(((String) path).substring(9)));
    }

    assertThat(kinds).hasSize(5).containsAll(mailed);
  }

  private static Stream<String> found(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(match -> match.group(1));
  }
}
