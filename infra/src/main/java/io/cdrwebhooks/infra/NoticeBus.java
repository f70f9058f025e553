package io.cdrwebhooks.infra;

import software.amazon.awscdk.services.events.EventBus;
import software.amazon.awscdk.services.iam.IGrantable;
import software.constructs.Construct;

/// The event bus that takes notices for the people who run the deployment: rules on it lead them
/// on, to mail ([NoticeMail]) and wherever else somebody wants them.
final class NoticeBus extends Construct {
  final EventBus bus;

  NoticeBus(Construct scope, String id) {
    super(scope, id);
    bus = EventBus.Builder.create(this, "Bus").description("Notices of CDR Webhooks").build();
  }

  String name() {
    return bus.getEventBusName();
  }

  void grantSend(IGrantable sender) {
    bus.grantPutEventsTo(sender);
  }
}
