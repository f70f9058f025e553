package io.cdrwebhooks.chaos.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.chaos.world.InjectedFaults.Fault;
import io.cdrwebhooks.emulators.AwsEndpoints;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Tests the proxies with the SDK's clients in front and the emulators behind.
class FaultProxyTest {
  private static final AwsEndpoints AWS = AwsEndpoints.forTests();

  private final Timeline timeline = new Timeline();
  private final Killer killer = new Killer(Duration.ofHours(1), Set.of(), timeline);
  private Optional<Fault> fault = Optional.empty();
  @AutoClose private final FaultProxy dynamoDbProxy = proxy(Service.DYNAMODB, AWS.dynamoDb());
  @AutoClose private final FaultProxy s3Proxy = proxy(Service.S3, AWS.s3());
  @AutoClose private final FaultProxy sqsProxy = proxy(Service.SQS, AWS.sqs());

  private FaultProxy proxy(Service service, URI target) {
    return new FaultProxy(service, target, _ -> fault, killer, timeline);
  }

  /// The client makes one try, so the test sees the proxy's answer.
  private static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
      B builder, URI endpoint) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.of(AWS.region()))
        .credentialsProvider(AWS.accessKey().credentials())
        .httpClient(UrlConnectionHttpClient.create())
        .overrideConfiguration(all -> all.retryStrategy(DefaultRetryStrategy.doNotRetry()))
        .build();
  }

  private DynamoDbClient dynamoDb() {
    return client(DynamoDbClient.builder(), dynamoDbProxy.endpoint());
  }

  private S3Client s3(URI endpoint) {
    return client(S3Client.builder().forcePathStyle(true), endpoint);
  }

  private SqsClient sqs() {
    return client(SqsClient.builder(), sqsProxy.endpoint());
  }

  private void ask(Service service) {
    switch (service) {
      case DYNAMODB -> dynamoDb().listTables();
      case S3 -> s3(s3Proxy.endpoint()).listBuckets();
      case SQS -> sqs().listQueues();
    }
  }

  @ParameterizedTest
  @EnumSource(Service.class)
  void signedRequestsPassWithoutFaults(Service service) {
    ask(service);
    assertThat(timeline.faults()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Service.class)
  void sdkRecognisesInjectedThrottling(Service service) {
    fault = Optional.of(Fault.THROTTLED);
    assertThatThrownBy(() -> ask(service))
        .isInstanceOfSatisfying(
            AwsServiceException.class, e -> assertThat(e.isThrottlingException()).isTrue());
    assertThat(timeline.faults()).containsExactly(Fault.THROTTLED);
  }

  @ParameterizedTest
  @EnumSource(Service.class)
  void sdkRecognisesAnInjectedServiceFailure(Service service) {
    fault = Optional.of(Fault.FAILED);
    assertThatThrownBy(() -> ask(service))
        .isInstanceOfSatisfying(
            AwsServiceException.class, e -> assertThat(e.statusCode()).isBetween(500, 503));
  }

  @Test
  void requestWithALostAnswerTakesEffect() {
    String queue = "lost-" + UUID.randomUUID();
    fault = Optional.of(Fault.ANSWER_LOST);
    assertThatThrownBy(() -> sqs().createQueue(create -> create.queueName(queue)))
        .isInstanceOf(SdkException.class);
    fault = Optional.empty();
    assertThat(sqs().getQueueUrl(get -> get.queueName(queue)).queueUrl()).endsWith(queue);
  }

  @Test
  void bodiesPassInBothDirections() {
    String bucket = "bodies-" + UUID.randomUUID();
    S3Client direct = s3(AWS.s3());
    direct.createBucket(create -> create.bucket(bucket));
    byte[] body = new byte[300_000];
    direct.putObject(put -> put.bucket(bucket).key("a"), RequestBody.fromBytes(body));
    assertThat(
            s3(s3Proxy.endpoint())
                .getObjectAsBytes(get -> get.bucket(bucket).key("a"))
                .asByteArrayUnsafe())
        .isEqualTo(body);
    assertThat(killer.cutPoints()).containsKeys("before reports/GET", "after reports/GET");
  }
}
