package io.cdrwebhooks.lane;

import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.InMemoryDeliveries;

/// The in-memory twin fulfils the contract.
class InMemoryLanesTest implements LanesContract {
  private final InMemoryDeliveries deliveries = new InMemoryDeliveries();
  private final InMemoryLanes lanes = new InMemoryLanes(deliveries);

  @Override
  public Lanes lanes() {
    return lanes;
  }

  @Override
  public Deliveries deliveries() {
    return deliveries;
  }
}
