package io.cdrwebhooks.aws.sns;

import io.cdrwebhooks.notice.MailSubscriptions;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sns.SnsClient;

/// The subscriptions of topics in SNS; a topic is named by its ARN. If an address does not accept
/// mail, SNS sets its subscription back to pending, and deletes it after 48 hours.
///
/// It throws the SDK's own unchecked exception if SNS cannot be reached or refuses the request.
public record SnsSubscriptions(Supplier<SnsClient> sns) implements MailSubscriptions {
  @Override
  public boolean isConfirmed(String topic) {
    Map<String, String> attributes =
        sns.get().getTopicAttributes(request -> request.topicArn(topic)).attributes();
    return count(attributes, "SubscriptionsConfirmed") > 0
        && count(attributes, "SubscriptionsPending") == 0;
  }

  private static int count(Map<String, String> attributes, String name) {
    String number = attributes.get(name);
    if (number == null) {
      throw new IllegalStateException("SNS answered without the attribute " + name);
    }
    return Integer.parseInt(number);
  }
}
