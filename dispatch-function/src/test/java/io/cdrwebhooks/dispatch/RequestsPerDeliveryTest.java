package io.cdrwebhooks.dispatch;

import static io.cdrwebhooks.dispatch.CountedDispatch.COUNTED;
import static io.cdrwebhooks.dispatch.CountedDispatch.LINES_STATED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Counts the AWS requests of one delivery: each adds latency for a receiver and cost for the
/// deployment. A number here may fall; before raising one, look for another way.
class RequestsPerDeliveryTest {
  @AutoClose private final CountedDispatch dispatch = new CountedDispatch();

  /// The configuration has a Signature and a request header.
  @Test
  void requestsOfTheFirstDeliveryOfAProcess() throws IOException {
    dispatch.deliver(1, LINES_STATED);

    assertThat(dispatch.asked)
        .isEqualTo(
            Map.of(
                "S3", 1,
                "SQS", 1,
                "DynamoDB reads", 3,
                "DynamoDB writes", 8,
                "KMS", 2,
                "counts", 2));
  }

  @Test
  void requestsOfEachFurtherDelivery() throws IOException {
    dispatch.deliver(1, LINES_STATED);
    dispatch.asked.clear();

    dispatch.deliver(1, LINES_STATED);

    assertThat(dispatch.asked)
        .isEqualTo(
            Map.of("S3", 1, "SQS", 1, "DynamoDB reads", 2, "DynamoDB writes", 8, "counts", 2));
  }

  @Test
  void linesOfADeliveryTakeLittle() throws IOException {
    dispatch.deliver(1, LINES_STATED);
    dispatch.logged.clear();

    dispatch.deliver(1, LINES_STATED);

    assertThat(dispatch.logged.stream().mapToInt(String::length).sum())
        .as("bytes, which the cost page counts: %s", dispatch.logged)
        .isLessThan(1_100);
  }

  @Test
  void batchOfTenOfANewConfigurationOpensEachSecretOnce() throws IOException {
    dispatch.deliver(10, LINES_STATED);

    assertThat(dispatch.asked).containsEntry("KMS", 2);
  }

  @Test
  void countingLinesReadsTheReportTwice() throws IOException {
    dispatch.deliver(1, LINES_STATED);
    dispatch.asked.clear();

    dispatch.deliver(1, COUNTED);

    assertThat(dispatch.asked)
        .isEqualTo(
            Map.of("S3", 2, "SQS", 1, "DynamoDB reads", 2, "DynamoDB writes", 8, "counts", 2));
  }

  @Test
  void refusedDeliverySendsOneMessageAndNotesTheHealth() throws IOException {
    dispatch.deliver(1, LINES_STATED);
    dispatch.asked.clear();
    dispatch.receiver.answer(503, "");

    dispatch.deliver(1, LINES_STATED);

    assertThat(dispatch.asked)
        .isEqualTo(
            Map.of(
                "S3", 1,
                "SQS", 2,
                "DynamoDB reads", 2,
                "DynamoDB writes", 9,
                "counts", 3));
  }
}
