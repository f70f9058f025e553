package io.cdrwebhooks.local;

import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.dynamodb.DynamoDbAcceptedRequests;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.aws.s3.S3PresignedUrls;
import io.cdrwebhooks.aws.s3.S3SampleReports;
import io.cdrwebhooks.aws.sqs.DeadLetters;
import io.cdrwebhooks.aws.sqs.SqsDueAttempts;
import io.cdrwebhooks.aws.sqs.WorkQueues;
import io.cdrwebhooks.configapi.ConfigApiHandler;
import io.cdrwebhooks.configapi.Deployment;
import io.cdrwebhooks.configapi.configurations.ReceiverCheck;
import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.dispatch.Dispatch;
import io.cdrwebhooks.dispatch.DispatchEnvironment;
import io.cdrwebhooks.dispatch.Pace;
import io.cdrwebhooks.dispatch.RuntimeInputs;
import io.cdrwebhooks.dispatch.exchange.ReceiverExchange;
import io.cdrwebhooks.downloadlink.DownloadLinkHandler;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.local.lambda.LocalFunction;
import io.cdrwebhooks.local.lambda.RecursionDetection;
import io.cdrwebhooks.notice.Notices;
import io.cdrwebhooks.receiver.NameResolver;
import io.cdrwebhooks.receiver.ReceiverRules;
import io.cdrwebhooks.receiver.ReceiverVetting;
import io.cdrwebhooks.receiverrequest.ReceiverRequestHandler;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The functions with their real handlers, wired as their environments would wire them.
public record LocalFunctions(
    Dispatch dispatch,
    LocalFunction downloadLink,
    LocalFunction receiverRequests,
    LocalFunction configApi,
    ReceiverExchange exchange,
    ReceiverVetting vetting)
    implements AutoCloseable {
  private static final Duration API_TIMEOUT = Duration.ofSeconds(10);

  /// The settings that a deployment would put into environment variables, and the pace of dispatch.
  public record Names(
      TableNames tables,
      String bucket,
      Function<String, URI> queueUrls,
      URI apiUrl,
      ReceiverRules rules,
      Pace pace) {
    WorkQueues queues() {
      return queues(UnaryOperator.identity());
    }

    WorkQueues queues(UnaryOperator<String> name) {
      return new WorkQueues(
          queueUrls.apply(name.apply(LocalQueues.DUE_ATTEMPTS)),
          queueUrls.apply(name.apply(LocalQueues.BACKGROUND_WORK)));
    }
  }

  /// The stand-ins for services that are not emulated.
  public record Stand(SignatureVault vault, Notices notices) {}

  static LocalFunctions create(AwsClients clients, Names names, Stand stand, RuntimeInputs inputs) {
    Dispatch.Stores stores =
        DispatchEnvironment.stores(clients.dynamoDb(), clients.s3(), names.tables());
    ReceiverExchange exchange = ReceiverExchange.create(names.rules(), inputs.clock());
    ReceiverVetting vetting = new ReceiverVetting(names.rules(), NameResolver.system());
    SqsClient sqs = RecursionDetection.counting(clients.sqs());
    ConfigApiHandler.Collaborators configApi =
        new ConfigApiHandler.Collaborators(
            stand.vault(),
            ReceiverCheck.of(names.rules(), vetting),
            new S3SampleReports(clients::s3, names.bucket()),
            new SqsDueAttempts(() -> sqs, names.queues()));
    return new LocalFunctions(
        dispatch(clients, names, stand, exchange, inputs),
        new LocalFunction("download-link", downloadLink(clients, stores, inputs), API_TIMEOUT),
        new LocalFunction(
            "receiver-request",
            receiverRequests(
                requestStores(clients, stores, names), stand.vault(), names.apiUrl(), inputs),
            API_TIMEOUT),
        new LocalFunction(
            "config-api", configApi(stores, configApi, deployment(names), inputs), API_TIMEOUT),
        exchange,
        vetting);
  }

  /// Returns dispatch alone, which sends its requests through `exchange`.
  public static Dispatch dispatch(
      AwsClients clients,
      Names names,
      Stand stand,
      ReceiverExchange exchange,
      RuntimeInputs inputs) {
    SqsClient sqs = RecursionDetection.counting(clients.sqs());
    return new Dispatch(
        DispatchEnvironment.stores(clients.dynamoDb(), clients.s3(), names.tables()),
        new Dispatch.Collaborators(
            stand.vault(),
            new CallbackUrls(names.apiUrl()),
            exchange,
            new SqsDueAttempts(() -> sqs, names.queues()),
            names.queues(),
            new DeadLetters.InSqs(
                () -> sqs,
                names.queues(),
                names.queues(LocalQueues::deadLetters),
                names.queueUrls().apply(LocalQueues.deadLetters(LocalQueues.ARRIVALS))),
            stand.notices()),
        names.pace(),
        inputs);
  }

  private static DownloadLinkHandler downloadLink(
      AwsClients clients, Dispatch.Stores stores, RuntimeInputs inputs) {
    return new DownloadLinkHandler(
        new DownloadLinkHandler.Stores(stores.links(), stores.deliveries(), stores.statistics()),
        new S3PresignedUrls(clients.s3Presigner()),
        inputs.clock(),
        inputs.log());
  }

  private static ReceiverRequestHandler receiverRequests(
      ReceiverRequestHandler.Stores stores,
      SignatureVault vault,
      URI apiUrl,
      RuntimeInputs inputs) {
    return new ReceiverRequestHandler(
        stores,
        vault,
        new CallbackUrls(apiUrl),
        new ReceiverRequestHandler.Inputs(inputs.clock(), inputs.tokens(), inputs.log()));
  }

  private static ReceiverRequestHandler.Stores requestStores(
      AwsClients clients, Dispatch.Stores stores, Names names) {
    return new ReceiverRequestHandler.Stores(
        stores.configurations(),
        stores.tasks(),
        stores.deliveries(),
        stores.links(),
        new DynamoDbAcceptedRequests(clients.dynamoDb(), names.tables().downloadLinks()),
        stores.reports());
  }

  /// Returns the local deployment, whose receivers are all called from this machine.
  private static Deployment deployment(Names names) {
    return new Deployment(List.of("127.0.0.1"), names.apiUrl(), true, Deployment.Scopes.STANDARD);
  }

  private static ConfigApiHandler configApi(
      Dispatch.Stores stores,
      ConfigApiHandler.Collaborators collaborators,
      Deployment deployment,
      RuntimeInputs inputs) {
    return new ConfigApiHandler(
        new ApiStores(
            stores.configurations(),
            stores.tasks(),
            stores.deliveries(),
            stores.lanes(),
            stores.links(),
            stores.jobs(),
            stores.dueIndex(),
            stores.statistics()),
        collaborators,
        deployment,
        new ApiInputs(inputs.clock(), UUID::randomUUID, inputs.log()));
  }

  @Override
  public void close() throws IOException {
    vetting.close();
    exchange.close();
  }
}
