package io.cdrwebhooks.delivery;

/// The in-memory twin fulfils the contract.
class InMemoryDeliveriesTest
    implements DeliveriesContract,
        LinkUsesContract,
        AttemptsContract,
        DeliveryRoundsContract,
        DeliveryFiltersContract,
        DeliveryListsContract,
        DeliveryNamesContract,
        NumberedDeliveriesContract {
  private final InMemoryDeliveries deliveries = new InMemoryDeliveries();

  @Override
  public Deliveries deliveries() {
    return deliveries;
  }
}
