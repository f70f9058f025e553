package io.cdrwebhooks.configapi;

import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.snapshot.CannedAnswers;
import io.cdrwebhooks.aws.snapshot.RealReads;
import io.cdrwebhooks.aws.snapshot.Rehearsal;
import io.cdrwebhooks.aws.snapshot.RehearsalContext;
import io.cdrwebhooks.aws.snapshot.Rounds;
import io.cdrwebhooks.configapi.ConfigApiHandler.Collaborators;
import io.cdrwebhooks.configapi.ConfigApiHandler.RuntimeInputs;
import io.cdrwebhooks.configuration.NameResolver;
import io.cdrwebhooks.configuration.ReceiverRules;
import io.cdrwebhooks.configuration.ReceiverUrl;
import io.cdrwebhooks.configuration.ReceiverVetting;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.log.EventLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Rehearses what the console asks first, and saving a configuration, with everything of the
/// function's but AWS' answers: nothing is stored, and each list has something, since what shows it
/// is a large part of an answer. Reads a table for real, since connecting is most of a first
/// request.
///
/// `environment` must be one of its own: the keys that it is given are old after the snapshot.
record ApiRehearsal(ConfigApiEnvironment environment, int rounds) implements Rehearsal {
  static final int ROUNDS = 30;

  /// The receiver's address is ours, so nothing of it is refused.
  private static final ReceiverRules ANY_RECEIVER = ReceiverRules.LOCAL;

  @Override
  public void perform() throws Exception {
    try (AwsClients real = new AwsClients(environment.aws())) {
      play(new ReceiverUrl(real.dynamoDbUrl()));
      WebhookConfigurations configurations = environment.stores(real.dynamoDb()).configurations();
      RealReads.perform(() -> configurations.find(RehearsedTables.CONFIGURATION));
    }
  }

  /// What was answered to each request, by its line, in each round; `receiver` is that of the
  /// configurations.
  ///
  /// Each round has a handler of its own, since what one does first is what counts; the SDK's
  /// clients are the same, since each of them keeps threads.
  List<Map<String, String>> play(ReceiverUrl receiver) throws IOException {
    Instant now = InstantSource.system().instant().truncatedTo(ChronoUnit.MILLIS);
    RehearsedTables tables = new RehearsedTables(environment.tables(), receiver, now);
    List<RehearsedRequest> requests = RehearsedRequest.all(receiver, now);
    List<Map<String, String>> answers = new ArrayList<>();
    try (AwsClients clients =
            new AwsClients(environment.aws().rehearsed(), new CannedAnswers(tables::answer));
        ReceiverVetting vetting = new ReceiverVetting(ANY_RECEIVER, NameResolver.system())) {
      DynamoDbClient dynamoDb = clients.dynamoDb();
      Collaborators collaborators =
          environment.collaborators(clients, ReceiverCheck.of(ANY_RECEIVER, vetting));
      Rounds left = new Rounds(rounds);
      while (left.next()) {
        answers.add(answers(handler(dynamoDb, collaborators), requests));
      }
    }
    return answers;
  }

  private ConfigApiHandler handler(DynamoDbClient dynamoDb, Collaborators collaborators) {
    InstantSource clock = InstantSource.system();
    EventLog unheard = new EventLog(clock, line -> {});
    return new ConfigApiHandler(
        environment.stores(dynamoDb),
        collaborators,
        environment.deployment(),
        new RuntimeInputs(clock, UUID::randomUUID, unheard));
  }

  private Map<String, String> answers(ConfigApiHandler handler, List<RehearsedRequest> requests)
      throws IOException {
    Map<String, String> answers = new LinkedHashMap<>();
    for (RehearsedRequest request : requests) {
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      handler.handleRequest(
          new ByteArrayInputStream(request.event(environment.deployment().scopes())),
          answer,
          new RehearsalContext());
      answers.put(request.line(), answer.toString(StandardCharsets.UTF_8));
    }
    return answers;
  }
}
