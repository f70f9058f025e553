package io.cdrwebhooks.configapi.configurations;

import io.cdrwebhooks.aws.awsevents.HttpResponse;
import io.cdrwebhooks.configapi.http.ApiRequest;
import io.cdrwebhooks.configapi.http.Lookup;
import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.configapi.inputs.Reminders;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.SampleReports;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.util.Optional;

/// The operation that tests a configuration. It sends a sample report as every report is sent, with
/// the Signature and a link that works. It tries once.
public record TestOperations(
    ApiStores stores, SampleReports samples, Reminders reminders, ApiInputs inputs) {
  public HttpResponse test(ApiRequest request) {
    return Lookup.enabled(stores.configurations(), request).answer(this::send);
  }

  /// Stores the archive before it records the delivery, since a recorded delivery is sent.
  private HttpResponse send(WebhookConfiguration configuration) {
    Instant now = inputs.now();
    byte[] zip = SampleReport.zip();
    ReportVersion report = samples.store(SampleReport.key(now), zip);
    Delivery delivery =
        new Delivery(
            DeliveryId.of(inputs.ids().get()),
            TaskId.SAMPLE,
            Optional.of(configuration.id()),
            report,
            zip.length,
            Optional.of(SampleReport.inspection(zip)),
            now,
            DeliveryProgress.pending(now));
    return reminders.sendNew(stores.deliveries(), delivery);
  }
}
