package io.cdrwebhooks.configapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.awsevents.HttpResponse;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.delivery.DueAttempts;
import io.cdrwebhooks.delivery.DueWork;
import java.time.Duration;
import java.util.Optional;

/// The operation by which a person says that a receiver is back: its lane sends a probe at once.
///
/// Nothing but the message says so. A request whose message cannot be sent fails, and its caller
/// asks again.
final class LaneOperations {
  private final WebhookConfigurations configurations;
  private final DueAttempts dueAttempts;

  LaneOperations(WebhookConfigurations configurations, DueAttempts dueAttempts) {
    this.configurations = configurations;
    this.dueAttempts = dueAttempts;
  }

  HttpResponse retryNow(ApiRequest request) {
    return Lookup.configuration(configurations, request)
        .answer(
            found ->
                JsonBody.readIfAny(request.http())
                    .then(FieldReader::readNone)
                    .then(_ -> Lookup.enabled(found))
                    .answer(this::send));
  }

  /// A person wants the receiver tried even if it fails.
  static DueWork tryNow(ConfigurationId id) {
    return new DueWork.OfLane(id, Optional.empty(), true, 0);
  }

  private HttpResponse send(WebhookConfiguration configuration) {
    dueAttempts.send(tryNow(configuration.id()), Duration.ZERO);
    ObjectNode json = Answers.object().put("configurationId", configuration.id().value());
    return Answers.json(202, json)
        .withHeader("Location", Routes.BASE + "/webhook-configurations/" + configuration.id());
  }
}
