package io.cdrwebhooks.aws.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.AwsService;
import io.cdrwebhooks.aws.CannedAnswer;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.model.NotFoundException;

class SnsSubscriptionsTest {
  private static final String TOPIC = "arn:aws:sns:us-east-1:111122223333:alarms";

  /// In the form of "GetTopicAttributes" in the Amazon SNS API Reference.
  private static final String ANSWER =
      "<GetTopicAttributesResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\">"
          + "<GetTopicAttributesResult><Attributes>%s</Attributes></GetTopicAttributesResult>"
          + "</GetTopicAttributesResponse>";

  private static final String GONE =
      "<ErrorResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><Error>"
          + "<Type>Sender</Type><Code>NotFound</Code><Message>Topic does not exist</Message>"
          + "</Error></ErrorResponse>";

  @ParameterizedTest
  @CsvSource({"1, 0, true", "3, 0, true", "0, 1, false", "0, 0, false", "1, 1, false"})
  void topicIsConfirmedIfASubscriptionIsAndNoneWaits(
      int confirmed, int pending, boolean isConfirmed) throws IOException {
    String attributes =
        entry("SubscriptionsConfirmed", confirmed)
            + entry("SubscriptionsDeleted", 2)
            + entry("SubscriptionsPending", pending);

    try (CannedAnswer sns = CannedAnswer.answering(200, ANSWER.formatted(attributes))) {
      assertThat(isConfirmed(sns)).isEqualTo(isConfirmed);
      assertThat(sns.requests())
          .singleElement()
          .satisfies(
              request ->
                  assertThat(request.body())
                      .contains("Action=GetTopicAttributes", "TopicArn=arn%3Aaws%3Asns%3A"));
    }
  }

  @Test
  void answerWithoutTheCountsIsAFault() throws IOException {
    try (CannedAnswer sns =
        CannedAnswer.answering(200, ANSWER.formatted(entry("SubscriptionsPending", 0)))) {
      assertThatThrownBy(() -> isConfirmed(sns))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("SNS answered without the attribute SubscriptionsConfirmed");
    }
  }

  @Test
  void topicThatIsGoneIsAFault() throws IOException {
    try (CannedAnswer sns = CannedAnswer.answering(404, GONE)) {
      assertThatThrownBy(() -> isConfirmed(sns)).isInstanceOf(NotFoundException.class);
    }
  }

  private static String entry(String name, int value) {
    return "<entry><key>%s</key><value>%d</value></entry>".formatted(name, value);
  }

  private static boolean isConfirmed(CannedAnswer sns) {
    AwsAccess access =
        new AwsAccess(
            Region.US_EAST_1,
            StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")),
            Map.of(AwsService.SNS, sns.endpoint()));
    try (AwsClients clients = new AwsClients(access)) {
      return new SnsSubscriptions(clients::sns).isConfirmed(TOPIC);
    }
  }
}
