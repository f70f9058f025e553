package io.cdrwebhooks.configapi.http;

import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.FieldReader;
import io.cdrwebhooks.aws.http.JsonBody;
import io.cdrwebhooks.aws.http.Step;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import java.util.Optional;

/// Finds the resource that a path's variable segment names. Answers 404 if the id does not exist or
/// is not valid.
public final class Lookup {
  private Lookup() {}

  public static Step<WebhookConfiguration> configuration(
      WebhookConfigurations configurations, ApiRequest request) {
    return found(ConfigurationId.parse(request.id()).flatMap(configurations::find));
  }

  /// Finds the configuration for a request that has no fields and sends something to the receiver.
  /// Answers 409 if it is disabled.
  public static Step<WebhookConfiguration> enabled(
      WebhookConfigurations configurations, ApiRequest request) {
    return Step.both(
            configuration(configurations, request),
            JsonBody.readIfAny(request.http()).then(FieldReader::readNone),
            (found, _) -> found)
        .then(Lookup::enabled);
  }

  /// Answers 409 when the configuration is disabled.
  public static Step<WebhookConfiguration> enabled(WebhookConfiguration found) {
    return found.enabled()
        ? new Step.Continue<>(found)
        : Step.refused(409, "The configuration is disabled, so nothing is sent: enable it first.");
  }

  public static Step<Delivery> delivery(Deliveries deliveries, ApiRequest request) {
    return found(DeliveryId.parse(request.id()).flatMap(deliveries::find));
  }

  public static <T> Step<T> found(Optional<T> stored) {
    return stored.<Step<T>>map(Step.Continue::new).orElseGet(Answers::absent);
  }
}
