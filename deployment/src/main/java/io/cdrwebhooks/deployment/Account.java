package io.cdrwebhooks.deployment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.endpoints.AccountIdEndpointMode;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/// The AWS account of an environment, with an operator's access. The operator's environment
/// variables or profile have the credentials and the region.
///
/// The clients live as long as the process.
final class Account {
  private final SdkHttpClient http = UrlConnectionHttpClient.create();
  private final Region region;
  private final String id;
  private final CloudFormationClient cloudFormation;

  /// @throws TrialFailure if there are no credentials or no region, or if AWS refuses them
  Account() {
    try {
      region = DefaultAwsRegionProviderChain.builder().build().getRegion();
    } catch (SdkClientException e) {
      throw new TrialFailure("Name a region: set AWS_REGION, or region in the profile");
    }
    try (var credentials = DefaultCredentialsProvider.builder().build()) {
      var _ = credentials.resolveCredentials();
    } catch (SdkClientException e) {
      throw new TrialFailure(
          "Give credentials of the account: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and"
              + " AWS_SECRET_ACCESS_KEY");
    }
    try {
      id = client(StsClient.builder()).getCallerIdentity().account();
    } catch (SdkClientException e) {
      throw new TrialFailure("AWS can't be reached in region " + region + ": " + e.getMessage());
    } catch (AwsServiceException e) {
      throw new TrialFailure(
          "AWS refuses these credentials: " + e.awsErrorDetails().errorMessage());
    }
    cloudFormation = client(CloudFormationClient.builder());
  }

  Region region() {
    return region;
  }

  S3Client s3() {
    return client(S3Client.builder());
  }

  SqsClient sqs() {
    return client(SqsClient.builder());
  }

  String queueAttribute(String queueUrl, QueueAttributeName name) {
    Map<QueueAttributeName, String> attributes =
        sqs().getQueueAttributes(ask -> ask.queueUrl(queueUrl).attributeNames(name)).attributes();
    return Optional.ofNullable(attributes.get(name))
        .orElseThrow(() -> new TrialFailure("SQS returned no " + name + " for " + queueUrl));
  }

  DynamoDbClient dynamoDb() {
    // This client uses host names without the account's id, because the emulated account has no
    // certificate for names with it.
    return client(DynamoDbClient.builder().accountIdEndpointMode(AccountIdEndpointMode.DISABLED));
  }

  EventBridgeClient eventBridge() {
    return client(EventBridgeClient.builder());
  }

  CognitoIdentityProviderClient cognito() {
    return client(CognitoIdentityProviderClient.builder());
  }

  LambdaClient lambda() {
    return client(LambdaClient.builder());
  }

  AcmClient acm(Region where) {
    return AcmClient.builder().region(where).httpClient(http).build();
  }

  Ec2Client ec2() {
    return client(Ec2Client.builder());
  }

  /// Returns the account's id of twelve digits.
  String id() {
    return id;
  }

  /// Returns the outputs of a stack.
  ///
  /// @throws TrialFailure if the account has no such stack in this region
  List<Output> outputs(String stack) {
    try {
      return cloudFormation
          .describeStacks(ask -> ask.stackName(stack))
          .stacks()
          .getFirst()
          .outputs();
    } catch (CloudFormationException e) {
      if (!String.valueOf(e.getMessage()).contains("does not exist")) {
        throw e;
      }
      throw new TrialFailure(
          "There is no stack "
              + stack
              + " in "
              + region
              + ": deploy it first, or name another ENV");
    }
  }

  boolean has(String stack) {
    return cloudFormation.listStacks().stackSummaries().stream()
        .filter(found -> found.stackName().equals(stack))
        .anyMatch(found -> found.stackStatus() != StackStatus.DELETE_COMPLETE);
  }

  /// Returns the physical ids of a stack's resources of one type, by their logical ids.
  Map<String, String> resources(String stack, String type) {
    return cloudFormation
        .listStackResourcesPaginator(ask -> ask.stackName(stack))
        .stackResourceSummaries()
        .stream()
        .filter(resource -> resource.resourceType().equals(type))
        .collect(
            Collectors.toMap(
                StackResourceSummary::logicalResourceId, StackResourceSummary::physicalResourceId));
  }

  /// Returns the physical id of the stack's only resource of a type whose logical id begins with
  /// `name`.
  String resource(String stack, String type, String name) {
    return resources(stack, type).entrySet().stream()
        .filter(resource -> resource.getKey().startsWith(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new TrialFailure(stack + " has no " + type + " " + name));
  }

  private <
          B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C extends SdkAutoCloseable>
      C client(B builder) {
    return builder.region(region).httpClient(http).build();
  }
}
