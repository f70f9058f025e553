package io.cdrwebhooks.report;

import java.util.Optional;
import java.util.concurrent.Semaphore;

/// How many threads there may be beside those that asked for a count, for all counts that happen at
/// the same time: it bounds their memory. Who gets none does the work alone.
final class SpareThreads {
  private final String name;
  private final Semaphore free;

  SpareThreads(String name, int most) {
    this.name = name;
    this.free = new Semaphore(most);
  }

  /// Empty when all are taken. Whoever takes one closes it.
  Optional<SpareThread> take() {
    return free.tryAcquire() ? Optional.of(new SpareThread(name, free)) : Optional.empty();
  }
}
