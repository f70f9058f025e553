package io.cdrwebhooks.infra.upgrade;

import static io.cdrwebhooks.infra.upgrade.UpdateRules.Answer.REFUSES;
import static io.cdrwebhooks.infra.upgrade.UpdateRules.Answer.REPLACES;

import java.util.List;
import java.util.Set;

/// The changes of a template that CloudFormation cannot make in place.
///
/// Source: the pages of the CloudFormation Template Reference that carry the names of the types,
/// under "Update requires", unless a comment names another page.
final class UpdateRules {
  /// CloudFormation's reaction to such a change.
  enum Answer {
    REFUSES("CloudFormation refuses that"),
    REPLACES("CloudFormation replaces the resource to do that");

    private final String words;

    Answer(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /// A property that keeps its value for as long as the resource exists. A template without it
  /// means `usual`, which is empty if there is no default.
  record FixedProperty(String type, String property, Answer answer, String usual) {
    FixedProperty(String type, String property, Answer answer) {
      this(type, property, answer, "");
    }
  }

  /// A property that lists entries by name, whose `fixed` fields keep their values.
  ///
  /// One update may add and remove at most `mostAtOnce` entries in total.
  record FixedEntries(
      String type,
      String property,
      String name,
      List<String> fixed,
      Answer answer,
      boolean removable,
      int mostAtOnce) {
    FixedEntries {
      fixed = List.copyOf(fixed);
    }
  }

  /// The types that cannot be replaced once they are lost: records, keys, reports, messages, users,
  /// and addresses that receivers have allowed.
  static final Set<String> HOLDING_DATA =
      Set.of(
          "AWS::DynamoDB::Table",
          "AWS::KMS::Key",
          "AWS::S3::Bucket",
          "AWS::SQS::Queue",
          "AWS::Cognito::UserPool",
          "AWS::EC2::EIP");

  static final List<FixedProperty> PROPERTIES =
      List.of(
          new FixedProperty("AWS::DynamoDB::Table", "TableName", REPLACES),
          new FixedProperty("AWS::DynamoDB::Table", "KeySchema", REPLACES),
          // "AWS::DynamoDB::Table LocalSecondaryIndex": only created together with its table.
          new FixedProperty("AWS::DynamoDB::Table", "LocalSecondaryIndexes", REFUSES),
          // The page's first note; the defaults are those of its properties.
          new FixedProperty("AWS::KMS::Key", "KeySpec", REFUSES, "SYMMETRIC_DEFAULT"),
          new FixedProperty("AWS::KMS::Key", "KeyUsage", REFUSES, "ENCRYPT_DECRYPT"),
          new FixedProperty("AWS::KMS::Key", "MultiRegion", REFUSES, "false"),
          new FixedProperty("AWS::KMS::Key", "Origin", REFUSES, "AWS_KMS"),
          new FixedProperty("AWS::KMS::Alias", "AliasName", REPLACES),
          new FixedProperty("AWS::S3::Bucket", "BucketName", REPLACES),
          // Newer descriptions of the type let Object Lock be turned on in place, older ones
          // replace the bucket. S3 never turns it off.
          new FixedProperty("AWS::S3::Bucket", "ObjectLockEnabled", REPLACES, "false"),
          new FixedProperty("AWS::SQS::Queue", "QueueName", REPLACES),
          new FixedProperty("AWS::SQS::Queue", "FifoQueue", REPLACES, "false"),
          // "This user pool property cannot be updated."
          new FixedProperty("AWS::Cognito::UserPool", "AliasAttributes", REFUSES),
          new FixedProperty("AWS::Cognito::UserPool", "UsernameAttributes", REFUSES),
          new FixedProperty("AWS::Cognito::UserPool", "UsernameConfiguration", REFUSES),
          // The address where people sign in.
          new FixedProperty("AWS::Cognito::UserPoolDomain", "Domain", REPLACES),
          new FixedProperty("AWS::Cognito::UserPoolDomain", "UserPoolId", REPLACES),
          // Programs would need the new client's id and secret. A new client under another logical
          // id is allowed: that is how docs/secrets.md changes the secret.
          new FixedProperty("AWS::Cognito::UserPoolClient", "GenerateSecret", REPLACES, "false"),
          new FixedProperty("AWS::Cognito::UserPoolClient", "UserPoolId", REPLACES),
          new FixedProperty("AWS::EC2::EIP", "Address", REPLACES),
          new FixedProperty("AWS::EC2::EIP", "Domain", REPLACES),
          new FixedProperty("AWS::EC2::EIP", "IpamPoolId", REPLACES),
          new FixedProperty("AWS::EC2::EIP", "NetworkBorderGroup", REPLACES),
          new FixedProperty("AWS::EC2::EIP", "TransferAddress", REPLACES));

  static final List<FixedEntries> ENTRIES =
      List.of(
          new FixedEntries(
              "AWS::DynamoDB::Table",
              "AttributeDefinitions",
              "AttributeName",
              List.of("AttributeType"),
              REPLACES,
              true,
              Integer.MAX_VALUE),
          // "You can delete or add one global secondary index"; of an existing one only throughput
          // and Contributor Insights change.
          new FixedEntries(
              "AWS::DynamoDB::Table",
              "GlobalSecondaryIndexes",
              "IndexName",
              List.of("KeySchema", "Projection"),
              REFUSES,
              true,
              1),
          // "You can add new schema attributes but you cannot modify or delete an existing schema
          // attribute."
          new FixedEntries(
              "AWS::Cognito::UserPool",
              "Schema",
              "Name",
              List.of(
                  "AttributeDataType",
                  "DeveloperOnlyAttribute",
                  "Mutable",
                  "NumberAttributeConstraints",
                  "Required",
                  "StringAttributeConstraints"),
              REFUSES,
              false,
              Integer.MAX_VALUE));

  private UpdateRules() {}
}
