package io.cdrwebhooks.statistics;

/// The twin of the stored counts keeps to the contract.
class InMemoryStatisticsTest implements StatisticsContract {
  private final InMemoryStatistics statistics = new InMemoryStatistics();

  @Override
  public Statistics statistics() {
    return statistics;
  }
}
