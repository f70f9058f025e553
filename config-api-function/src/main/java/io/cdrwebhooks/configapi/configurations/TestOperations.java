package io.cdrwebhooks.configapi.configurations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.FieldReader;
import io.cdrwebhooks.aws.http.JsonBody;
import io.cdrwebhooks.aws.http.Step;
import io.cdrwebhooks.configapi.http.ApiRequest;
import io.cdrwebhooks.configapi.http.Change;
import io.cdrwebhooks.configapi.http.Lookup;
import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.configapi.inputs.Reminders;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.report.ObjectKey.ReportKey.TestOptions;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.SampleReports;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The operation that tests a configuration. It sends a sample report like any other report, with
/// the Signature and a link that works, but only once. A planned Signature can sign it instead, so
/// that a caller sees whether the receiver accepts that Signature. On request, a forged and an old
/// request follow, which the receiver must refuse.
public record TestOperations(
    ApiStores stores, SampleReports samples, Reminders reminders, ApiInputs inputs) {
  private static final String NEXT = "next";
  private static final Set<String> SIGNATURES = Set.of("current", NEXT);

  public Step<Change> test(ApiRequest request) {
    return Lookup.configuration(stores.configurations(), request)
        .then(
            found ->
                JsonBody.readIfAny(request.http())
                    .then(TestOperations::options)
                    .then(options -> test(found, options)));
  }

  private Step<Change> test(WebhookConfiguration found, TestOptions options) {
    return Lookup.enabled(found)
        .then(enabled -> planned(enabled, options))
        .then(_ -> new Step.Continue<>(send(found, options)));
  }

  private static Step<TestOptions> options(ObjectNode body) {
    FieldReader reader = new FieldReader(body);
    Optional<String> signature =
        reader.parsed(
            "signature",
            text -> Optional.of(text).filter(SIGNATURES::contains),
            "must be current or next");
    boolean refusals = reader.flag("refusals", false);
    return reader.finish(
        Map.of(), () -> new TestOptions(signature.filter(NEXT::equals).isPresent(), refusals));
  }

  private Step<TestOptions> planned(WebhookConfiguration found, TestOptions options) {
    return options.nextSignature() && found.signatures().upcoming(inputs.now()).isEmpty()
        ? Step.refused(409, "No Signature is planned to take effect later.")
        : new Step.Continue<>(options);
  }

  /// Stores the archive before it records the delivery, since dispatch sends a recorded delivery.
  private Change send(WebhookConfiguration configuration, TestOptions options) {
    Instant now = inputs.now();
    byte[] zip = SampleReport.zip();
    ReportVersion report = samples.store(SampleReport.key(now, options), zip);
    Delivery delivery =
        new Delivery(
            DeliveryId.of(inputs.ids().get()),
            Optional.of(configuration.id()),
            new Delivery.Upload(report, now, zip.length, Optional.of(SampleReport.inspection(zip))),
            now,
            DeliveryProgress.pending(now));
    return reminders.sendNew(stores.deliveries(), delivery);
  }
}
