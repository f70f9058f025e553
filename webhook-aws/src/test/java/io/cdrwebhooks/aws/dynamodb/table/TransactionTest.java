package io.cdrwebhooks.aws.dynamodb.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.FunctionVariables;
import io.cdrwebhooks.aws.snapshot.CannedAnswers;
import io.cdrwebhooks.aws.snapshot.CannedAnswers.Answer;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// Tests transactions that DynamoDB cancels for reasons that no emulator has.
class TransactionTest {
  private int requests;

  @Test
  void conflictingTransactionIsRetried() {
    assertThat(perform(request -> request < 3 ? canceled("None", "TransactionConflict") : done()))
        .isEmpty();
    assertThat(requests).isEqualTo(3);
  }

  @Test
  void permanentConflictIsAFault() {
    assertThatThrownBy(() -> perform(_ -> canceled("TransactionConflict", "None")))
        .isInstanceOf(TransactionCanceledException.class);
    assertThat(requests).isEqualTo(Table.MAX_TRIES);
  }

  @Test
  void failedConditionIsReturnedDespiteAConflict() {
    assertThat(perform(_ -> canceled("TransactionConflict", "ConditionalCheckFailed")))
        .containsOnlyKeys(1);
  }

  @Test
  void anyOtherReasonIsAFault() {
    assertThatThrownBy(() -> perform(_ -> canceled("ThrottlingError", "None")))
        .isInstanceOf(TransactionCanceledException.class);
    assertThat(requests).isOne();
  }

  private Map<Integer, Item> perform(IntFunction<Answer> answers) {
    Map<String, String> variables =
        Map.of(
            "AWS_REGION", "eu-central-1",
            "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY", "not-a-secret");
    try (AwsClients clients =
        new AwsClients(
            new FunctionVariables(variables).awsAccess(),
            new CannedAnswers(_ -> answers.apply(++requests)))) {
      Table table = new Table(clients.dynamoDb(), "table", "id");
      return table
          .transaction()
          .check(table, new Item().set("id", "a"), "attribute_exists(#id)")
          .delete(table, new Item().set("id", "b"), "attribute_exists(#id)", new Item())
          .perform();
    }
  }

  private static Answer done() {
    return Answer.json("{}");
  }

  private static Answer canceled(String first, String second) {
    String body =
        """
        {"__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
         "CancellationReasons": [{"Code": "%s"}, {"Code": "%s"}]}
        """;
    return new Answer(
        400, Answer.json("").headers(), SdkBytes.fromUtf8String(body.formatted(first, second)));
  }
}
