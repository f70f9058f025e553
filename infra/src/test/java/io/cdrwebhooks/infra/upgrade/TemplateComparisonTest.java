package io.cdrwebhooks.infra.upgrade;

import static io.cdrwebhooks.infra.upgrade.MadeUpTemplates.NOTHING;
import static io.cdrwebhooks.infra.upgrade.MadeUpTemplates.json;
import static io.cdrwebhooks.infra.upgrade.MadeUpTemplates.of;
import static io.cdrwebhooks.infra.upgrade.MadeUpTemplates.refusals;
import static io.cdrwebhooks.infra.upgrade.MadeUpTemplates.stack;
import static io.cdrwebhooks.infra.upgrade.TemplateComparison.refusals;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests that resources with data stay, retained ones stay retained, and imported exports stay the
/// same.
class TemplateComparisonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWS::DynamoDB::Table",
        "AWS::KMS::Key",
        "AWS::S3::Bucket",
        "AWS::SQS::Queue",
        "AWS::Cognito::UserPool",
        "AWS::EC2::EIP"
      })
  void dataKeepsItsLogicalId(String type) {
    String resource = "'%s': {'Type': '%s', 'DeletionPolicy': 'Retain'}";
    JsonNode before = stack(resource.formatted("Thing", type));
    String sentence =
        "Thing (%s) leaves the state stack with DeletionPolicy Retain,"
            + " but then nothing uses what it holds.";

    assertThat(refusals(before, stack(resource.formatted("Renamed", type))))
        .containsExactly(sentence.formatted(type));
    assertThat(
            refusals(
                new DeploymentTemplates(before, NOTHING), new DeploymentTemplates(NOTHING, before)))
        .as("moved to the other stack")
        .containsExactly(sentence.formatted(type));
    assertThat(refusals(stack(""), before)).as("a new one").isEmpty();
  }

  @Test
  void resourceWithDataIsNotDeleted() {
    String table = "'Thing': {'Type': 'AWS::DynamoDB::Table'%s}";
    String sentence =
        "Thing (AWS::DynamoDB::Table) leaves the state stack with DeletionPolicy Delete,"
            + " but CloudFormation deletes what it holds.";

    assertThat(refusals(stack(table.formatted(", 'DeletionPolicy': 'Delete'")), stack("")))
        .containsExactly(sentence);
    assertThat(refusals(stack(table.formatted("")), stack(""))).containsExactly(sentence);
  }

  @Test
  void resourceWithoutDataMayBeDeleted() {
    JsonNode rule = stack("'Thing': {'Type': 'AWS::Events::Rule'}");
    JsonNode bucket = stack("'Thing': {'Type': 'AWS::S3::Bucket', 'DeletionPolicy': 'Delete'}");

    assertThat(refusals(rule, stack(""))).isEmpty();
    assertThat(
            refusals(
                new DeploymentTemplates(NOTHING, bucket),
                new DeploymentTemplates(NOTHING, NOTHING)))
        .as("the service may be deleted at any time")
        .isEmpty();
  }

  @Test
  void logicalIdKeepsItsType() {
    assertThat(
            refusals(
                of("AWS::SQS::Queue", "QueueName", "a"), of("AWS::SNS::Topic", "TopicName", "a")))
        .containsExactly(
            "Thing (AWS::SQS::Queue) changes Type to AWS::SNS::Topic,"
                + " but CloudFormation refuses that.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DeletionPolicy", "UpdateReplacePolicy"})
  void retentionMustStay(String policy) {
    String log = "'Thing': {'Type': 'AWS::Logs::LogGroup', '%s': '%s'}";
    JsonNode retained = stack(log.formatted(policy, "Retain"));
    JsonNode deleted = stack(log.formatted(policy, "Delete"));
    String sentence =
        "Thing (AWS::Logs::LogGroup) changes %s from Retain to Delete,"
            + " but then CloudFormation no longer keeps it.";

    assertThat(refusals(retained, deleted)).containsExactly(sentence.formatted(policy));
    assertThat(refusals(retained, stack(log.formatted("Other", "Retain"))))
        .as("left out")
        .containsExactly(sentence.formatted(policy));
    assertThat(refusals(deleted, retained)).isEmpty();
  }

  @Test
  void bothStacksAreCompared() {
    DeploymentTemplates before =
        new DeploymentTemplates(NOTHING, of("AWS::SQS::Queue", "QueueName", "before"));
    DeploymentTemplates after =
        new DeploymentTemplates(NOTHING, of("AWS::SQS::Queue", "QueueName", "after"));

    assertThat(refusals(before, after))
        .containsExactly(
            "Thing (AWS::SQS::Queue) changes QueueName,"
                + " but CloudFormation replaces the resource to do that.");
  }

  @Test
  void importedExportStaysUnchanged() {
    JsonNode importing = json("{'Resources': {'F': {'Url': {'Fn::ImportValue': 'State:Queue'}}}}");
    DeploymentTemplates before = new DeploymentTemplates(exporting("'Queue'"), importing);

    assertThat(refusals(before, new DeploymentTemplates(exporting("'Queue'"), NOTHING))).isEmpty();
    assertThat(refusals(before, new DeploymentTemplates(NOTHING, NOTHING)))
        .as("the state stack is updated first, while the old service still imports")
        .containsExactly(
            "QueueOutput (Output) no longer exports State:Queue,"
                + " but the service stack imports it and CloudFormation refuses that.");
    assertThat(refusals(before, new DeploymentTemplates(exporting("'Other'"), importing)))
        .containsExactly(
            "QueueOutput (Output) changes Value of the export State:Queue,"
                + " but the service stack imports it and CloudFormation refuses that.");
  }

  @Test
  void exportThatIsNotImportedMayChange() {
    DeploymentTemplates before = new DeploymentTemplates(exporting("'Queue'"), NOTHING);

    assertThat(refusals(before, new DeploymentTemplates(exporting("'Other'"), NOTHING))).isEmpty();
    assertThat(refusals(before, new DeploymentTemplates(NOTHING, NOTHING))).isEmpty();
  }

  private static JsonNode exporting(String logicalId) {
    return json(
        "{'Outputs': {'QueueOutput': {'Value': {'Ref': %s}, 'Export': {'Name': 'State:Queue'}}}}"
            .formatted(logicalId));
  }
}
