package io.cdrwebhooks.change;

/// The in-memory twin fulfils the contract.
class InMemoryChangesTest implements ChangesContract {
  private final InMemoryChanges changes = new InMemoryChanges();

  @Override
  public Changes changes() {
    return changes;
  }
}
