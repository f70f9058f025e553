package io.cdrwebhooks.dispatch.attempt;

import io.cdrwebhooks.dispatch.inputs.DispatchStores;
import io.cdrwebhooks.dispatch.inputs.Pace;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.notice.Notices;

/// The senders of warnings: about a failing receiver, and about failed deliveries and unused links.
public record Warnings(HealthWatch health, EndNotices ends) {
  public static Warnings of(
      DispatchStores stores, Notices notices, Pace pace, RuntimeInputs inputs) {
    return new Warnings(
        new HealthWatch(stores.configurations(), stores.digests(), notices, inputs),
        new EndNotices(stores, notices, pace, inputs));
  }
}
