package io.cdrwebhooks.aws;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/// Creates the clients of the SDK; no other class creates any.
///
/// It creates each client at its first use; all share one HTTP client. Only the method of a service
/// uses the classes of that service, so a function loads only the services that it calls.
public final class AwsClients implements AutoCloseable {
  /// More connections than one process needs: the limit must not delay any request.
  private static final int CONNECTIONS = 1_000;

  /// The time for which the client keeps an idle connection. AWS closes idle connections, and a
  /// process that is frozen between two invocations does not notice. The client compares the time
  /// of day when it takes a connection, so it opens a new one after a pause.
  private static final Duration MAX_IDLE = Duration.ofSeconds(5);

  private final AwsAccess access;
  private final SdkHttpClient http;
  private final CallLimits limits;
  private final Map<AwsService, SdkAutoCloseable> made = new ConcurrentHashMap<>();

  public AwsClients(AwsAccess access) {
    this(access, CallLimits.USUAL);
  }

  public AwsClients(AwsAccess access, CallLimits limits) {
    this(access, new KeptConnections(() -> http(limits)), limits);
  }

  /// Uses another HTTP client, and closes it together with these clients.
  public AwsClients(AwsAccess access, SdkHttpClient http) {
    this(access, http, CallLimits.USUAL);
  }

  private AwsClients(AwsAccess access, SdkHttpClient http, CallLimits limits) {
    this.access = access;
    this.http = http;
    this.limits = limits;
  }

  public DynamoDbClient dynamoDb() {
    return (DynamoDbClient)
        made.computeIfAbsent(
            AwsService.DYNAMODB, service -> configured(DynamoDbClient.builder(), service).build());
  }

  /// Returns the S3 client. It sends and checks only required checksums, because S3 gives no
  /// checksum for a part of an object.
  public S3Client s3() {
    return (S3Client)
        made.computeIfAbsent(
            AwsService.S3,
            service ->
                configured(S3Client.builder(), service)
                    .forcePathStyle(hasOwnAddress())
                    .disableS3ExpressSessionAuth(true)
                    .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                    .build());
  }

  /// TLS protects the messages, so their MD5 digests are not compared.
  public SqsClient sqs() {
    return (SqsClient)
        made.computeIfAbsent(
            AwsService.SQS,
            service ->
                configured(SqsClient.builder().checksumValidationEnabled(false), service).build());
  }

  public KmsClient kms() {
    return (KmsClient)
        made.computeIfAbsent(
            AwsService.KMS, service -> configured(KmsClient.builder(), service).build());
  }

  public EventBridgeClient eventBridge() {
    return (EventBridgeClient)
        made.computeIfAbsent(
            AwsService.EVENTBRIDGE,
            service -> configured(EventBridgeClient.builder(), service).build());
  }

  public SnsClient sns() {
    return (SnsClient)
        made.computeIfAbsent(
            AwsService.SNS, service -> configured(SnsClient.builder(), service).build());
  }

  /// Creates a presigner, which signs without any call to AWS.
  public S3Presigner s3Presigner() {
    S3Presigner.Builder builder =
        S3Presigner.builder()
            .region(access.region())
            .credentialsProvider(access.credentials())
            .disableS3ExpressSessionAuth(true)
            .serviceConfiguration(
                S3Configuration.builder().pathStyleAccessEnabled(hasOwnAddress()).build());
    access.endpoint(AwsService.S3).ifPresent(builder::endpointOverride);
    return builder.build();
  }

  /// Returns the URL of DynamoDB, the service that every function calls.
  public URI dynamoDbUrl() {
    return access
        .endpoint(AwsService.DYNAMODB)
        .orElseGet(
            () ->
                URI.create(
                    "https://" + DynamoDbClient.serviceMetadata().endpointFor(access.region())));
  }

  /// Closes all clients, since each has threads, and the HTTP client.
  @Override
  public void close() {
    made.values().forEach(SdkAutoCloseable::close);
    http.close();
  }

  /// Returns whether the deployment sets an endpoint for S3. Such a host's name does not begin with
  /// the bucket.
  private boolean hasOwnAddress() {
    return access.endpoint(AwsService.S3).isPresent();
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B configured(
      B builder, AwsService service) {
    builder
        .region(access.region())
        .credentialsProvider(access.credentials())
        .httpClient(http)
        .overrideConfiguration(configuration());
    for (URI endpoint : access.endpoint(service).stream().toList()) {
      builder.endpointOverride(endpoint);
    }
    return builder;
  }

  /// Creates the HTTP client. It takes a proxy only from the system properties `http.proxyHost` and
  /// `http.proxyPort`, also for HTTPS: with the scheme `https` it would read `https.proxyHost`, but
  /// speak TLS to the proxy itself. It starts no thread, which a snapshot would contain.
  private static SdkHttpClient http(CallLimits limits) {
    return Apache5HttpClient.builder()
        .connectionTimeout(limits.connection())
        .socketTimeout(limits.attempt())
        .connectionAcquisitionTimeout(limits.attempt())
        .maxConnections(CONNECTIONS)
        .connectionMaxIdleTime(MAX_IDLE)
        .useIdleConnectionReaper(false)
        .expectContinueEnabled(false)
        .tlsSocketStrategy((socket, host, port, _, _) -> secured(socket, host, port))
        .proxyConfiguration(
            ProxyConfiguration.builder().useEnvironmentVariableValues(false).build())
        .build();
  }

  /// Begins TLS with the JVM's own context. The JVM creates that context once, for the first
  /// connection that needs it: reading the trusted certificates is a large part of a start.
  private static SSLSocket secured(Socket socket, String host, int port) throws IOException {
    SSLSocketFactory jvm = (SSLSocketFactory) SSLSocketFactory.getDefault();
    SSLSocket secured = (SSLSocket) jvm.createSocket(socket, host, port, true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }

  private ClientOverrideConfiguration configuration() {
    return ClientOverrideConfiguration.builder()
        .apiCallTimeout(limits.call())
        .apiCallAttemptTimeout(limits.attempt())
        .retryStrategy(RetryMode.STANDARD)
        // The SDK must not read settings from files in a user's home folder.
        .defaultProfileFile(ProfileFile.aggregator().build())
        .build();
  }
}
