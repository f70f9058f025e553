package io.cdrwebhooks.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.snapshot.CannedAnswers;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;

class AwsClientsTest {
  private static final Map<String, String> VARIABLES =
      Map.of(
          "AWS_REGION", "eu-central-1",
          "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
          "AWS_SECRET_ACCESS_KEY", "not-a-secret");

  /// Each client of the SDK has threads for its limits of time, from its first call on.
  @Test
  void threadsOfTheClientsEndWithThem() throws InterruptedException {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    Set<Thread> theirs = new HashSet<>();

    try (AwsClients clients =
        new AwsClients(
            new FunctionVariables(VARIABLES).awsAccess(),
            new CannedAnswers(_ -> CannedAnswers.Answer.json("{}")))) {
      DynamoDbClient dynamoDb = clients.dynamoDb();
      KmsClient kms = clients.kms();
      dynamoDb.listTables();
      kms.listKeys();
      Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> thread.getName().startsWith("sdk-") && !before.contains(thread))
          .forEach(theirs::add);
      assertThat(theirs).hasSizeGreaterThanOrEqualTo(2);
    }

    for (Thread thread : theirs) {
      assertThat(thread.join(Duration.ofSeconds(5))).as(thread.getName()).isTrue();
    }
  }
}
