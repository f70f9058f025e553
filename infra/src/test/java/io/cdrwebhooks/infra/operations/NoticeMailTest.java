package io.cdrwebhooks.infra.operations;

import static io.cdrwebhooks.infra.SynthesisedDeployment.EXAMPLE;
import static io.cdrwebhooks.infra.SynthesisedDeployment.at;
import static io.cdrwebhooks.infra.SynthesisedDeployment.has;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Tests that every notice reaches people as mail, whatever its content.
class NoticeMailTest {
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
              assertThat((String) at(statement, "Resource", "Ref"))
                  .startsWith("WatchTopicsNotices");
            });
  }

  /// A name may contain a quotation mark: EventBridge writes a separate value as JSON.
  @Test
  void fieldsOfANoticeAreSeparateFromItsSentence() throws IOException {
    for (Object rule : noticeRules()) {
      String template = (String) at(rule, "Targets", 0, "InputTransformer", "InputTemplate");
      int fields = ((Map<?, ?>) at(rule, "Targets", 0, "InputTransformer", "InputPathsMap")).size();

      assertThat(new ObjectMapper().readTree(template.replaceAll(":<[^>]+>", ":\"a value\"")))
          .as(template)
          .hasSize(fields + 1)
          .noneMatch(value -> value.asText().contains("<"));
    }
  }

  private static List<Object> noticeRules() {
    return EXAMPLE.properties("AWS::Events::Rule").values().stream()
        .filter(rule -> has(rule, "EventPattern"))
        .toList();
  }

  /// Without a rule a kind of notice would reach no one; a field that no notice has would be empty.
  @Test
  void everyKindOfNoticeBecomesAMailWithItsFields() throws IOException {
    String code =
        Files.readString(
            Path.of(
                "..", "webhook-aws/src/main/java/io/cdrwebhooks/aws/awsevents/NoticeJson.java"));
    Set<String> kinds =
        found(code, "case Notice\\.\\w+ _ -> \"([^\"]+)\"").collect(Collectors.toSet());
    Set<String> fields = found(code, "\"(\\w+)\", \\w+\\.\\w+\\(\\)").collect(Collectors.toSet());
    Set<Object> mailed = new HashSet<>();
    for (Object rule : noticeRules()) {
      assertThat(at(rule, "EventPattern", "source")).isEqualTo(List.of("cdr-webhooks"));
      assertThat((String) at(rule, "EventBusName", "Ref")).startsWith("NoticesBus");
      assertThat((String) at(rule, "Targets", 0, "Arn", "Ref")).startsWith("WatchTopicsNotices");
      mailed.add(at(rule, "EventPattern", "detail-type", 0));
      ((Map<?, ?>) at(rule, "Targets", 0, "InputTransformer", "InputPathsMap"))
          .values()
          .forEach(path -> assertThat(fields).contains(((String) path).substring(9)));
    }

    assertThat(kinds).hasSize(4);
    assertThat(mailed).isEqualTo(kinds);
  }

  private static Stream<String> found(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(match -> match.group(1));
  }
}
