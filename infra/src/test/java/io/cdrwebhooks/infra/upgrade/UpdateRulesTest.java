package io.cdrwebhooks.infra.upgrade;

import static io.cdrwebhooks.infra.upgrade.MadeUpTemplates.listing;
import static io.cdrwebhooks.infra.upgrade.MadeUpTemplates.of;
import static io.cdrwebhooks.infra.upgrade.MadeUpTemplates.refusals;
import static io.cdrwebhooks.infra.upgrade.MadeUpTemplates.stack;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests that each kind of rule about properties refuses a sample change, and allows a similar one.
class UpdateRulesTest {
  @ParameterizedTest
  @CsvSource({
    "AWS::DynamoDB::Table, KeySchema, CloudFormation replaces the resource to do that",
    "AWS::KMS::Key, MultiRegion, CloudFormation refuses that"
  })
  void fixedPropertyIsNeitherChangedNorAddedNorRemoved(String type, String property, String rule) {
    String sentence = "Thing (%s) changes %s, but %s.".formatted(type, property, rule);

    assertThat(refusals(of(type, property, "before"), of(type, property, "after")))
        .containsExactly(sentence);
    assertThat(refusals(of(type, "Other", "before"), of(type, property, "after")))
        .containsExactly(sentence);
    assertThat(refusals(of(type, property, "before"), of(type, "Other", "after")))
        .containsExactly(sentence);
  }

  @Test
  void changeInPlaceIsAllowed() {
    String type = "AWS::DynamoDB::Table";
    assertThat(refusals(of(type, "BillingMode", "before"), of(type, "BillingMode", "after")))
        .isEmpty();
  }

  @Test
  void defaultMayBeExplicit() {
    String type = "AWS::KMS::Key";
    assertThat(refusals(of(type, "Other", "same"), of(type, "MultiRegion", "false"))).isEmpty();
  }

  @Test
  void valueKnownOnlyToAwsIsComparedAsWritten() {
    String queue = "'Thing': {'Type': 'AWS::SQS::Queue', 'Properties': {'QueueName': %s}}";
    JsonNode before = stack(queue.formatted("{'Fn::Join': ['-', ['due', {'Ref': 'A'}]]}"));
    JsonNode after = stack(queue.formatted("{'Fn::Join': ['-', ['due', {'Ref': 'B'}]]}"));

    assertThat(refusals(before, before)).isEmpty();
    assertThat(refusals(before, after))
        .containsExactly(
            "Thing (AWS::SQS::Queue) changes QueueName,"
                + " but CloudFormation replaces the resource to do that.");
  }

  @Test
  void keyAttributeKeepsItsType() {
    String attribute = "{'AttributeName': '%s', 'AttributeType': '%s'}";
    JsonNode before = table("AttributeDefinitions", attribute.formatted("taskId", "N"));

    assertThat(refusals(before, table("AttributeDefinitions", attribute.formatted("taskId", "S"))))
        .containsExactly(
            "Thing (AWS::DynamoDB::Table) changes AttributeType of taskId in AttributeDefinitions,"
                + " but CloudFormation replaces the resource to do that.");
    JsonNode more =
        table(
            "AttributeDefinitions",
            attribute.formatted("dueAt", "S"),
            attribute.formatted("taskId", "N"));
    assertThat(refusals(before, more)).isEmpty();
    assertThat(refusals(more, before)).isEmpty();
  }

  @Test
  void oneIndexIsAddedOrRemovedInAnUpdate() {
    assertThat(refusals(indexes("due"), indexes("due", "by-day"))).isEmpty();
    assertThat(refusals(indexes("due", "by-day"), indexes("due"))).isEmpty();
    assertThat(refusals(indexes("due", "by-day"), indexes("by-day", "due"))).isEmpty();
    assertThat(refusals(indexes("due"), indexes("due", "by-day", "by-hour")))
        .containsExactly(tooManyIndexes("by-day and by-hour"));
    assertThat(refusals(indexes("due", "by-day", "by-hour"), indexes("due")))
        .containsExactly(tooManyIndexes("by-day and by-hour"));
    assertThat(refusals(indexes("due"), indexes("by-day")))
        .containsExactly(tooManyIndexes("by-day and due"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"KeySchema", "Projection"})
  void indexKeepsItsKeysAndProjection(String field) {
    String index = "{'IndexName': 'due', '%s': '%s'}";

    assertThat(
            refusals(
                table("GlobalSecondaryIndexes", index.formatted(field, "before")),
                table("GlobalSecondaryIndexes", index.formatted(field, "after"))))
        .containsExactly(
            ("Thing (AWS::DynamoDB::Table) changes %s of due in GlobalSecondaryIndexes,"
                    + " but CloudFormation refuses that.")
                .formatted(field));
    assertThat(
            refusals(
                table("GlobalSecondaryIndexes", index.formatted("OnDemandThroughput", "before")),
                table("GlobalSecondaryIndexes", index.formatted("OnDemandThroughput", "after"))))
        .isEmpty();
  }

  @Test
  void attributesOfUsersAreOnlyAdded() {
    JsonNode one = users("{'Name': 'team'}");
    JsonNode three = users("{'Name': 'team'}", "{'Name': 'floor'}", "{'Name': 'desk'}");

    assertThat(refusals(one, three)).isEmpty();
    assertThat(refusals(three, one))
        .containsExactly(
            "Thing (AWS::Cognito::UserPool) removes floor and desk from Schema,"
                + " but CloudFormation refuses that.");
    assertThat(
            refusals(
                listing("AWS::Glue::Table", "Schema", "{'Name': 'team'}"),
                listing("AWS::Glue::Table", "Schema")))
        .as("a list of that name elsewhere")
        .isEmpty();
  }

  private static String tooManyIndexes(String names) {
    return ("Thing (AWS::DynamoDB::Table) adds or removes %s in GlobalSecondaryIndexes,"
            + " but CloudFormation allows 1 of them in an update.")
        .formatted(names);
  }

  private static JsonNode indexes(String... names) {
    return table(
        "GlobalSecondaryIndexes",
        Stream.of(names).map(UpdateRulesTest::index).toArray(String[]::new));
  }

  private static String index(String name) {
    return "{'IndexName': '%s', 'KeySchema': 'same', 'Projection': 'same'}".formatted(name);
  }

  private static JsonNode table(String property, String... entries) {
    return listing("AWS::DynamoDB::Table", property, entries);
  }

  private static JsonNode users(String... attributes) {
    return listing("AWS::Cognito::UserPool", "Schema", attributes);
  }
}
