package io.cdrwebhooks.statistics;

/// The in-memory twin fulfils the contract.
class InMemoryStatisticsTest implements StatisticsContract {
  private final InMemoryStatistics statistics = new InMemoryStatistics();

  @Override
  public Statistics statistics() {
    return statistics;
  }
}
