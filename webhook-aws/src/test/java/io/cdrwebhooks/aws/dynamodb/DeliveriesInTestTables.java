package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.DeliveryStore;

/// Runs contracts of deliveries against the tables of a test class.
interface DeliveriesInTestTables extends DeliveryStore {
  TestTables tables();

  @Override
  default Deliveries deliveries() {
    return tables().deliveries();
  }

  @Override
  default int rounds() {
    return 10;
  }
}
