package io.cdrwebhooks.local;

import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.QUEUE_ARN;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.emulators.AccessKey;
import io.cdrwebhooks.local.start.StartFailure;
import io.cdrwebhooks.local.token.ApiToken;
import io.cdrwebhooks.local.token.TokenIssuer;
import io.cdrwebhooks.local.token.TokenKey;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// `make console-link`, `make report` and `make redrive`: commands for a system that runs in
/// another process. A process that may read the system's directory may sign a token for it.
public final class OperatorCommands {
  /// The validity of tokens for requests that are sent at once.
  private static final Duration TOKEN_VALIDITY = Duration.ofMinutes(5);

  private OperatorCommands() {}

  /// Arguments: the command, the directory of the running system's data; for `report` the number of
  /// lines and the task.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    try {
      run(List.of(arguments));
    } catch (StartFailure | ApiClient.RefusedException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void run(List<String> arguments) throws IOException, InterruptedException {
    if (arguments.size() < 2 || arguments.get(1).isBlank()) {
      throw new StartFailure("Give a command and the directory of the running system.");
    }
    Path directory = Path.of(arguments.get(1));
    switch (arguments.getFirst()) {
      case "console-link" -> linkConsole(directory);
      case "redrive" -> redrive(directory);
      case "report" -> report(directory, arguments.subList(2, arguments.size()));
      default -> throw new StartFailure("There is no command " + arguments.getFirst() + ".");
    }
  }

  private static long number(String text, String name) {
    if (!text.matches("[0-9]{1,18}")) {
      throw new StartFailure(name + " is not a number: " + text);
    }
    return Long.parseLong(text);
  }

  /// Prints another link that opens the console once. Stores a new token for people who use the API
  /// without the console.
  private static void linkConsole(Path directory) throws IOException, InterruptedException {
    JsonNode answer =
        post(directory, "/local/console-links", JsonNodeFactory.instance.objectNode());
    ApiToken token = token(directory, TokenIssuer.STANDARD);
    LocalSecrets.keepToken(directory, token);
    System.out.printf(
        "Console    %s   (opens once, within 15 minutes)%n",
        answer.required("consoleLink").asText());
    System.out.printf(
        "API token  in %s, until %s%n",
        directory.resolve(LocalSecrets.API_TOKEN), token.expiresAt());
  }

  /// Exports a generated report for a task.
  private static void report(Path directory, List<String> wanted)
      throws IOException, InterruptedException {
    if (wanted.size() != 2) {
      throw new StartFailure("LINES and TASK must be set.");
    }
    long lines = number(wanted.getFirst(), "LINES");
    long task = number(wanted.getLast(), "TASK");
    Steps steps = new Steps(System.out);
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("taskId", task).put("lines", lines);
    JsonNode exported = post(directory, "/local/sample-reports", body);
    String key = exported.required("objectKey").asText();
    steps.step(
        "exporter", "uploaded s3://%s/%s, %,d lines".formatted(LocalSettings.BUCKET, key, lines));
    if (!exported.required("announced").asBoolean()) {
      steps.step("system", "task " + task + " sends nothing because its Webhook option is off");
    }
  }

  private static JsonNode post(Path directory, String path, ObjectNode body)
      throws IOException, InterruptedException {
    URI url = StoredAddress.API.in(directory);
    try {
      return new ApiClient(url, token(directory, TOKEN_VALIDITY)).send("POST", path, body);
    } catch (ConnectException e) {
      throw new StartFailure("Nothing answers at " + url + ": is make run running?", e);
    }
  }

  private static ApiToken token(Path directory, Duration validity) throws IOException {
    TokenKey key = TokenKey.read(directory.resolve(LocalSecrets.TOKEN_KEY));
    URI url = StoredAddress.API.in(directory);
    return new TokenIssuer(key, url, InstantSource.system()).issue(validity);
  }

  /// Moves the dead letters back to their queues, as an operator does in AWS once the cause is
  /// fixed.
  private static void redrive(Path directory) {
    URI endpoint = StoredAddress.QUEUES.in(directory);
    try (SqsClient sqs = new AccessKey(LocalSecrets.ACCESS_KEY_ID, "any").sqs(endpoint)) {
      for (String queue : LocalQueues.ALL) {
        Map<QueueAttributeName, String> dead = attributes(sqs, LocalQueues.deadLetters(queue));
        var _ = sqs.startMessageMoveTask(move -> move.sourceArn(dead.get(QUEUE_ARN)));
        System.out.printf("%s: %s move back%n", queue, dead.get(APPROXIMATE_NUMBER_OF_MESSAGES));
      }
    } catch (SdkException e) {
      throw new StartFailure("No queues answer at " + endpoint + ": is make run running?", e);
    }
  }

  private static Map<QueueAttributeName, String> attributes(SqsClient sqs, String queue) {
    String url = sqs.getQueueUrl(ask -> ask.queueName(queue)).queueUrl();
    return sqs.getQueueAttributes(
            ask -> ask.queueUrl(url).attributeNames(QUEUE_ARN, APPROXIMATE_NUMBER_OF_MESSAGES))
        .attributes();
  }
}
