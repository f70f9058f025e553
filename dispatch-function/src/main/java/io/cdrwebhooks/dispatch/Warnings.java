package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.notice.Notices;

/// What warns people: about a receiver that fails, and about deliveries that end badly.
record Warnings(HealthWatch health, EndNotices ends) {
  static Warnings with(Notices notices, Dispatch.Stores stores, Pace pace, RuntimeInputs inputs) {
    return new Warnings(
        new HealthWatch(stores.configurations(), notices, inputs),
        new EndNotices(stores, notices, pace, inputs));
  }
}
