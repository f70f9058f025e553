package io.cdrwebhooks.local;

import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.DynamoDbStores;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.aws.s3.S3PresignedUrls;
import io.cdrwebhooks.aws.s3.S3SampleReports;
import io.cdrwebhooks.aws.sqs.DeadLetters;
import io.cdrwebhooks.aws.sqs.SqsWorkMessages;
import io.cdrwebhooks.aws.sqs.WorkQueues;
import io.cdrwebhooks.configapi.ConfigApiEnvironment;
import io.cdrwebhooks.configapi.ConfigApiHandler;
import io.cdrwebhooks.configapi.Deployment;
import io.cdrwebhooks.configapi.configurations.ReceiverCheck;
import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.dispatch.Dispatch;
import io.cdrwebhooks.dispatch.DispatchEnvironment;
import io.cdrwebhooks.dispatch.exchange.ReceiverExchange;
import io.cdrwebhooks.dispatch.inputs.DispatchServices;
import io.cdrwebhooks.dispatch.inputs.Pace;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.downloadlink.DownloadLinkEnvironment;
import io.cdrwebhooks.downloadlink.DownloadLinkHandler;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.local.lambda.LocalFunction;
import io.cdrwebhooks.local.lambda.RecursionDetection;
import io.cdrwebhooks.notice.Notices;
import io.cdrwebhooks.receiver.NameResolver;
import io.cdrwebhooks.receiver.ReceiverRules;
import io.cdrwebhooks.receiver.ReceiverVetting;
import io.cdrwebhooks.receiverrequest.ReceiverRequestEnvironment;
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
  public record Settings(
      TableNames tables,
      String bucket,
      Function<String, URI> queueUrls,
      URI apiUrl,
      ReceiverRules rules,
      Pace pace) {
    DynamoDbStores stores(AwsClients clients) {
      return new DynamoDbStores(clients.dynamoDb(), tables);
    }

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
  public record StandIns(SignatureVault vault, Notices notices) {}

  static LocalFunctions create(
      AwsClients clients, Settings settings, StandIns standIns, RuntimeInputs inputs) {
    ReceiverExchange exchange = ReceiverExchange.create(settings.rules(), inputs.clock());
    ReceiverVetting vetting = new ReceiverVetting(settings.rules(), NameResolver.system());
    return new LocalFunctions(
        dispatch(clients, settings, standIns, exchange, inputs),
        new LocalFunction("download-link", downloadLink(clients, settings, inputs), API_TIMEOUT),
        new LocalFunction(
            "receiver-request",
            receiverRequests(clients, settings, standIns.vault(), inputs),
            API_TIMEOUT),
        new LocalFunction(
            "config-api", configApi(clients, settings, standIns, vetting, inputs), API_TIMEOUT),
        exchange,
        vetting);
  }

  /// Returns only dispatch, which sends its requests through `exchange`.
  public static Dispatch dispatch(
      AwsClients clients,
      Settings settings,
      StandIns standIns,
      ReceiverExchange exchange,
      RuntimeInputs inputs) {
    SqsClient sqs = RecursionDetection.counting(clients.sqs());
    return new Dispatch(
        DispatchEnvironment.stores(settings.stores(clients), clients.s3()),
        new DispatchServices(
            standIns.vault(),
            new CallbackUrls(settings.apiUrl()),
            exchange,
            new SqsWorkMessages(() -> sqs, settings.queues(), inputs.clock()),
            settings.queues(),
            new DeadLetters.InSqs(
                () -> sqs,
                settings.queues(),
                settings.queues(LocalQueues::deadLetters),
                settings.queueUrls().apply(LocalQueues.deadLetters(LocalQueues.ARRIVALS))),
            standIns.notices()),
        settings.pace(),
        inputs);
  }

  private static DownloadLinkHandler downloadLink(
      AwsClients clients, Settings settings, RuntimeInputs inputs) {
    return new DownloadLinkHandler(
        DownloadLinkEnvironment.stores(settings.stores(clients)),
        new S3PresignedUrls(clients.s3Presigner()),
        inputs.clock(),
        inputs.log());
  }

  private static ReceiverRequestHandler receiverRequests(
      AwsClients clients, Settings settings, SignatureVault vault, RuntimeInputs inputs) {
    return new ReceiverRequestHandler(
        ReceiverRequestEnvironment.stores(settings.stores(clients), clients.s3()),
        vault,
        new CallbackUrls(settings.apiUrl()),
        new ReceiverRequestHandler.Inputs(
            inputs.clock(), inputs.tokens(), inputs.log(), inputs.metrics()));
  }

  private static ConfigApiHandler configApi(
      AwsClients clients,
      Settings settings,
      StandIns standIns,
      ReceiverVetting vetting,
      RuntimeInputs inputs) {
    SqsClient sqs = RecursionDetection.counting(clients.sqs());
    return new ConfigApiHandler(
        ConfigApiEnvironment.stores(settings.stores(clients), inputs.clock()),
        new ConfigApiHandler.Collaborators(
            standIns.vault(),
            ReceiverCheck.of(settings.rules(), vetting, false),
            new S3SampleReports(clients::s3, settings.bucket()),
            new SqsWorkMessages(() -> sqs, settings.queues(), inputs.clock()),
            standIns.notices()),
        // All requests to receivers leave from this machine.
        new Deployment(List.of("127.0.0.1"), settings.apiUrl(), true, Deployment.Scopes.STANDARD),
        new ApiInputs(inputs.clock(), UUID::randomUUID, inputs.log()));
  }

  @Override
  public void close() throws IOException {
    vetting.close();
    exchange.close();
  }
}
