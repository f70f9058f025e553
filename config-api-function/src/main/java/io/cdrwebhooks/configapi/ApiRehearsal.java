package io.cdrwebhooks.configapi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.dynamodb.DynamoDbWebhookConfigurations;
import io.cdrwebhooks.aws.snapshot.CannedAnswers;
import io.cdrwebhooks.aws.snapshot.CannedAnswers.Answer;
import io.cdrwebhooks.aws.snapshot.CannedAnswers.Request;
import io.cdrwebhooks.aws.snapshot.Rehearsal;
import io.cdrwebhooks.aws.snapshot.RehearsalContext;
import io.cdrwebhooks.aws.snapshot.Rounds;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.NameResolver;
import io.cdrwebhooks.configuration.ReceiverRules;
import io.cdrwebhooks.configuration.ReceiverVetting;
import io.cdrwebhooks.log.EventLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Rehearses what the console asks first, and saving a configuration, with everything of the
/// function's but AWS' answers: nothing is stored, no list has anything. Reads a table once, for
/// real, since connecting is most of a first request.
final class ApiRehearsal implements Rehearsal {
  private static final JsonFactory JSON = new JsonFactory();
  static final int ROUNDS = 30;

  /// The receiver's address is ours, so nothing of it is refused.
  private static final ReceiverRules ANY_RECEIVER = ReceiverRules.LOCAL;

  private final ConfigApiEnvironment environment;

  /// `environment` must be one of its own: the keys that it is given are old after the snapshot.
  ApiRehearsal(ConfigApiEnvironment environment) {
    this.environment = environment;
  }

  /// One request of the rehearsal; `body` is empty text when it has none.
  private record Scene(String method, String path, String body) {}

  @Override
  public void perform() throws IOException {
    try (AwsClients real = new AwsClients(environment.aws())) {
      play(real.dynamoDbUrl().toString());
      new DynamoDbWebhookConfigurations(
              real.dynamoDb(),
              environment.tables().webhookConfigurations(),
              environment.tables().cdrTasks())
          .find(ConfigurationId.of(new UUID(0, 0)));
    }
  }

  /// What each request was answered; `receiver` is the URL of the configuration that is saved.
  List<String> play(String receiver) throws IOException {
    List<Scene> scenes =
        List.of(
            new Scene("GET", "/webhook-configurations", ""),
            new Scene("GET", "/cdr-tasks", ""),
            new Scene("GET", "/deliveries", ""),
            new Scene("POST", "/webhook-configurations", saved(receiver)));
    List<String> answers = new ArrayList<>();
    try (AwsClients clients =
            new AwsClients(environment.aws().rehearsed(), new CannedAnswers(ApiRehearsal::answer));
        ReceiverVetting vetting = new ReceiverVetting(ANY_RECEIVER, NameResolver.system())) {
      ConfigApiHandler handler = handler(clients, ReceiverCheck.of(ANY_RECEIVER, vetting));
      Rounds rounds = new Rounds(ROUNDS);
      while (rounds.next()) {
        for (Scene scene : scenes) {
          ByteArrayOutputStream answer = new ByteArrayOutputStream();
          handler.handleRequest(
              new ByteArrayInputStream(event(scene)), answer, new RehearsalContext());
          answers.add(answer.toString(StandardCharsets.UTF_8));
        }
      }
    }
    return answers;
  }

  private ConfigApiHandler handler(AwsClients clients, ReceiverCheck receivers) {
    InstantSource clock = InstantSource.system();
    EventLog unheard = new EventLog(clock, line -> {});
    return new ConfigApiHandler(
        environment.stores(clients),
        environment.outside(clients, receivers),
        environment.deployment(),
        new ConfigApiHandler.Surroundings(clock, UUID::randomUUID, unheard));
  }

  private static Answer answer(Request request) {
    return switch (request.operation()) {
      case "Scan", "Query" -> Answer.json("{\"Items\":[],\"Count\":0,\"ScannedCount\":0}");
      case "Encrypt" -> Answer.json("{\"KeyId\":\"rehearsal\",\"CiphertextBlob\":\"c2VhbGVk\"}");
      default -> Answer.json("{}");
    };
  }

  private static String saved(String url) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("name", "Rehearsal");
      json.writeStringField("url", url);
      json.writeStringField("signature", "a made-up Signature");
      json.writeEndObject();
    }
    return text.toString();
  }

  private byte[] event(Scene scene) throws IOException {
    Deployment.Scopes scopes = environment.deployment().scopes();
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("version", "2.0");
      json.writeStringField("rawPath", Routes.BASE + scene.path());
      json.writeStringField("rawQueryString", "");
      json.writeObjectFieldStart("headers");
      json.writeStringField("content-type", "application/json");
      json.writeEndObject();
      json.writeObjectFieldStart("requestContext");
      json.writeStringField("requestId", "rehearsal");
      json.writeObjectFieldStart("http");
      json.writeStringField("method", scene.method());
      json.writeStringField("sourceIp", "192.0.2.1");
      json.writeEndObject();
      json.writeObjectFieldStart("authorizer");
      json.writeObjectFieldStart("jwt");
      json.writeObjectFieldStart("claims");
      json.writeStringField("sub", "rehearsal");
      json.writeStringField("scope", scopes.read() + " " + scopes.write());
      json.writeEndObject();
      json.writeEndObject();
      json.writeEndObject();
      json.writeEndObject();
      if (!scene.body().isEmpty()) {
        json.writeStringField("body", scene.body());
      }
      json.writeBooleanField("isBase64Encoded", false);
      json.writeEndObject();
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
