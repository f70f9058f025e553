package io.cdrwebhooks.configapi;

import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.DynamoDbStores;
import io.cdrwebhooks.aws.FunctionVariable;
import io.cdrwebhooks.aws.FunctionVariables;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.aws.eventbridge.EventBridgeNotices;
import io.cdrwebhooks.aws.http.HttpRequest.Distribution;
import io.cdrwebhooks.aws.kms.KmsVault;
import io.cdrwebhooks.aws.s3.S3SampleReports;
import io.cdrwebhooks.aws.snapshot.BeforeSnapshot;
import io.cdrwebhooks.aws.sqs.SqsWorkMessages;
import io.cdrwebhooks.aws.sqs.WorkQueues;
import io.cdrwebhooks.configapi.ConfigApiHandler.Collaborators;
import io.cdrwebhooks.configapi.configurations.ReceiverCheck;
import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.receiver.NameResolver;
import io.cdrwebhooks.receiver.ReceiverRules;
import io.cdrwebhooks.receiver.ReceiverVetting;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The settings of the function, as its deployment gives them in environment variables.
public record ConfigApiEnvironment(
    TableNames tables,
    WorkQueues queues,
    String reportBucket,
    String signatureKeyId,
    String noticesBus,
    ReceiverRules receiverRules,
    boolean linksHideCallers,
    Deployment deployment,
    AwsAccess aws) {

  private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

  /// @throws IllegalArgumentException naming the variable that is missing or cannot be read
  static ConfigApiEnvironment read(Map<String, String> environment) {
    FunctionVariables variables = new FunctionVariables(environment);
    return new ConfigApiEnvironment(
        variables.tables(),
        variables.workQueues(),
        variables.required(FunctionVariable.REPORT_BUCKET),
        variables.required(FunctionVariable.SIGNATURE_KMS_KEY_ID),
        variables.required(FunctionVariable.NOTICES_BUS_NAME),
        variables.receiverRules(),
        Boolean.parseBoolean(variables.get(FunctionVariable.LINKS_HIDE_CALLERS, "")),
        deployment(variables),
        variables.awsAccess());
  }

  private static Deployment deployment(FunctionVariables variables) {
    Deployment.Scopes standard = Deployment.Scopes.STANDARD;
    String addresses = variables.get(FunctionVariable.EGRESS_IPS, "").strip();
    URI callbackBaseUrl = URI.create(variables.required(FunctionVariable.CALLBACK_BASE_URL));
    Deployment.Scopes scopes =
        new Deployment.Scopes(
            variables.get(FunctionVariable.READ_SCOPE, standard.read()),
            variables.get(FunctionVariable.WRITE_SCOPE, standard.write()));
    try {
      return new Deployment(
          addresses.isEmpty() ? List.of() : List.of(COMMA.split(addresses, -1)),
          callbackBaseUrl,
          false,
          scopes,
          variables.optional(FunctionVariable.WRITERS_GROUP),
          variables.optional(FunctionVariable.DISTRIBUTION_SECRET).map(Distribution::new));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(FunctionVariable.EGRESS_IPS + ": " + e.getMessage(), e);
    }
  }

  static ConfigApiEnvironment ofThisProcess() {
    return read(System.getenv());
  }

  /// Performs the rehearsal before Lambda takes a snapshot, with a separate environment.
  static void rehearse(EventLog log) {
    BeforeSnapshot.perform(
        System.getenv(),
        log,
        () -> new ApiRehearsal(ofThisProcess(), ApiRehearsal.ROUNDS).perform());
  }

  /// Picks the stores of the API.
  public static ApiStores stores(DynamoDbStores stores, InstantSource clock) {
    return new ApiStores(
        stores.configurations(clock),
        stores.tasks(clock),
        stores.deliveries(),
        stores.lanes(),
        stores.links(),
        stores.jobs(),
        stores.dueIndex(),
        stores.statistics(),
        stores.statements(),
        stores.watches(),
        stores.changes(),
        stores.digests());
  }

  /// Returns the function's collaborators. Their name resolver stays open as long as the function
  /// lives.
  Collaborators collaborators(AwsClients clients) {
    return collaborators(
        clients,
        ReceiverCheck.of(
            receiverRules,
            new ReceiverVetting(receiverRules, NameResolver.system()),
            linksHideCallers));
  }

  /// Returns the collaborators with another check of receivers' URLs.
  Collaborators collaborators(AwsClients clients, ReceiverCheck receivers) {
    return new Collaborators(
        new KmsVault(clients::kms, signatureKeyId),
        receivers,
        new S3SampleReports(clients::s3, reportBucket),
        new SqsWorkMessages(clients::sqs, queues),
        new EventBridgeNotices(clients::eventBridge, noticesBus));
  }
}
