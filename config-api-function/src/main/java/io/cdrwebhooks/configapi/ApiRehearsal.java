package io.cdrwebhooks.configapi;

import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.DynamoDbStores;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.snapshot.CannedAnswers;
import io.cdrwebhooks.aws.snapshot.RealReads;
import io.cdrwebhooks.aws.snapshot.Rehearsal;
import io.cdrwebhooks.aws.snapshot.RehearsedAws;
import io.cdrwebhooks.configapi.ConfigApiHandler.Collaborators;
import io.cdrwebhooks.configapi.configurations.ReceiverCheck;
import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.receiver.NameResolver;
import io.cdrwebhooks.receiver.ReceiverRules;
import io.cdrwebhooks.receiver.ReceiverVetting;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Rehearses the console's first requests and the saving of a configuration. It runs all of the
/// function's code with canned answers of AWS, so nothing is stored. Each list has an entry,
/// because much of the code writes entries. The rehearsal also reads a real table, because a first
/// request spends most of its time on the connection.
///
/// `environment` must serve only the rehearsal: its keys are old after the snapshot.
record ApiRehearsal(ConfigApiEnvironment environment, int rounds) implements Rehearsal {
  /// The number of rounds after which the JVM's first compiler (C1) has compiled the function's
  /// code: it needs about 200 calls. A time limit may end the rounds earlier.
  static final int ROUNDS = 250;

  static final ConfigurationId CONFIGURATION = ConfigurationId.of(new UUID(0, 0));

  /// The requests that the console sends before it shows its pages. They read the caller, the
  /// lists, the last day's statistics, the deployment, and one entry of each list.
  static final List<String> READS =
      List.of(
          "/me?",
          "/webhook-configurations?limit=50",
          "/cdr-tasks?limit=50",
          "/deliveries?limit=50",
          "/deliveries?limit=1&configurationId=" + CONFIGURATION,
          "/statistics?from=2025-12-31T13%3A00%3A00Z",
          "/platform?",
          "/webhook-configurations/" + CONFIGURATION + "?",
          "/cdr-tasks/1?",
          "/deliveries/dlv_00000000000000000000000000000000?");

  /// Allows the rehearsal's receiver, so that the function refuses no request.
  private static final ReceiverRules ANY_RECEIVER = ReceiverRules.LOCAL;

  @Override
  public void perform() throws Exception {
    try (AwsClients real = new AwsClients(environment.aws())) {
      play(real.dynamoDbUrl());
      WebhookConfigurations configurations =
          new DynamoDbStores(real.dynamoDb(), environment.tables()).configurations();
      RealReads.perform(() -> configurations.find(CONFIGURATION));
    }
  }

  /// Runs every round and returns all answers in order. In each round the reads come first.
  /// `receiver` is the URL of the configurations.
  List<String> play(URI receiver) throws IOException {
    InstantSource clock = Rehearsal.clock();
    ApiInputs inputs = new ApiInputs(clock, UUID::randomUUID, new EventLog(clock, line -> {}));
    try (AwsClients clients =
            new AwsClients(
                environment.aws().rehearsed(), new CannedAnswers(new RehearsedAws(receiver)));
        ReceiverVetting vetting = new ReceiverVetting(ANY_RECEIVER, NameResolver.system())) {
      DynamoDbStores stores = new DynamoDbStores(clients.dynamoDb(), TableNames.STANDARD);
      Collaborators collaborators =
          environment.collaborators(clients, ReceiverCheck.of(ANY_RECEIVER, vetting, false));
      return Rehearsal.play(
          rounds,
          () ->
              new ConfigApiHandler(
                  ConfigApiEnvironment.stores(stores, clock),
                  collaborators,
                  environment.deployment(),
                  inputs),
          events(receiver));
    }
  }

  /// Returns the events of the reads, then of saving a configuration with this receiver.
  private List<String> events(URI receiver) throws IOException {
    String configuration =
        Answers.object()
            .put("name", "Rehearsal")
            .put("url", receiver.toString())
            .put("signature", "a made-up Signature of 36 characters")
            .toString();
    Deployment.Scopes scopes = environment.deployment().scopes();
    String both = scopes.read() + " " + scopes.write();
    List<String> events = new ArrayList<>();
    // A caller that may only read gets a reduced answer.
    for (String scope : List.of(both, scopes.read())) {
      for (String read : READS) {
        events.add(event("GET", read, scope, ""));
      }
    }
    events.add(event("POST", "/webhook-configurations?", both, configuration));
    return events;
  }

  /// Returns the event that API Gateway sends for a request with this scope.
  private String event(String method, String target, String scope, String body) throws IOException {
    String[] pathAndQuery = target.split("\\?", -1);
    return Rehearsal.resource(ApiRehearsal.class, "asked.json")
        .replace("{{method}}", method)
        .replace("{{path}}", Route.BASE + pathAndQuery[0])
        .replace("{{query}}", pathAndQuery[1])
        .replace("{{scope}}", scope)
        .replace("{{groups}}", "[" + environment.deployment().writersGroup().orElse("") + "]")
        .replace("{{body}}", body.replace("\"", "\\\""));
  }
}
