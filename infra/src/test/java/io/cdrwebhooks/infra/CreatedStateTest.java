package io.cdrwebhooks.infra;

import static io.cdrwebhooks.infra.SynthesisedDeployment.at;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.AwsService;
import io.cdrwebhooks.aws.FullAws;
import io.cdrwebhooks.aws.TestAws;
import io.cdrwebhooks.aws.dynamodb.DynamoDbTables;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.StackResource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Tests that an emulated AWS creates the tables, queues and bucket of the state's template as the
/// functions need them. Resources that only AWS itself uses are left out (policies, the CDK's
/// function for notifications, addresses).
@Tag("slow")
@SpeaksToAws
class CreatedStateTest {
  private static final Set<String> MADE =
      Set.of("AWS::DynamoDB::Table", "AWS::SQS::Queue", "AWS::S3::Bucket", "AWS::KMS::Key");

  @BeforeEach
  void needsCloudFormation() {
    FullAws.assumeThere();
  }

  @Test
  void tablesQueuesAndBucketAreMadeFromTheTemplate() throws Exception {
    AwsAccess access = FullAws.access();
    try (AwsClients clients = new AwsClients(access);
        CloudFormationClient cloudFormation = cloudFormation(access)) {
      Map<String, List<String>> made = made(cloudFormation, TestAws.uniqueName("state"));

      assertThat(made.get("AWS::DynamoDB::Table")).hasSize(6);
      assertThat(made.get("AWS::SQS::Queue")).hasSize(6);
      assertThat(made.get("AWS::S3::Bucket")).hasSize(1);
      assertThat(DynamoDbTables.haveAllIndexes(clients.dynamoDb(), names(made))).isTrue();
      assertThat(
              made.get("AWS::SQS::Queue").stream()
                  .filter(url -> hasDeadLetters(clients.sqs(), url)))
          .hasSize(3);
      assertThat(encryption(clients.s3(), made.get("AWS::S3::Bucket").getFirst())).isNotEmpty();
    }
  }

  /// The names of the resources of the complete stack, by type.
  private static Map<String, List<String>> made(CloudFormationClient cloudFormation, String stack)
      throws JsonProcessingException {
    String template = new ObjectMapper().writeValueAsString(Map.of("Resources", resources()));
    cloudFormation.createStack(create -> create.stackName(stack).templateBody(template));
    cloudFormation.waiter().waitUntilStackCreateComplete(ask -> ask.stackName(stack));
    return cloudFormation
        .describeStackResources(ask -> ask.stackName(stack))
        .stackResources()
        .stream()
        .collect(
            groupingBy(
                StackResource::resourceType, mapping(StackResource::physicalResourceId, toList())));
  }

  private static Map<String, Object> resources() {
    Map<?, ?> all = (Map<?, ?>) at(SynthesisedDeployment.EXAMPLE.state(), "Resources");
    return all.entrySet().stream()
        .filter(resource -> MADE.contains((String) at(resource.getValue(), "Type")))
        .collect(
            toMap(
                resource -> (String) resource.getKey(),
                resource -> withoutTags(resource.getValue())));
  }

  /// Moto expects the tags of a key in another form.
  private static Object withoutTags(Object resource) {
    Map<Object, Object> properties = new HashMap<>((Map<?, ?>) at(resource, "Properties"));
    properties.remove("Tags");
    return Map.of("Type", at(resource, "Type"), "Properties", properties);
  }

  private static TableNames names(Map<String, List<String>> made) {
    List<String> tables = made.get("AWS::DynamoDB::Table");
    return new TableNames(
        named("WebhookConfigurations", tables),
        named("CdrTasks", tables),
        named("Deliveries", tables),
        named("DownloadLinks", tables),
        named("Statistics", tables),
        named("Changes", tables));
  }

  private static String named(String part, List<String> tables) {
    return tables.stream().filter(name -> name.contains(part)).findAny().orElseThrow();
  }

  private static boolean hasDeadLetters(SqsClient sqs, String url) {
    return sqs.getQueueAttributes(
            ask -> ask.queueUrl(url).attributeNames(QueueAttributeName.REDRIVE_POLICY))
        .attributes()
        .containsKey(QueueAttributeName.REDRIVE_POLICY);
  }

  private static List<ServerSideEncryptionRule> encryption(S3Client s3, String bucket) {
    return s3.getBucketEncryption(ask -> ask.bucket(bucket))
        .serverSideEncryptionConfiguration()
        .rules();
  }

  private static CloudFormationClient cloudFormation(AwsAccess access) {
    return CloudFormationClient.builder()
        .endpointOverride(access.endpoints().get(AwsService.S3))
        .region(access.region())
        .credentialsProvider(access.credentials())
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }
}
