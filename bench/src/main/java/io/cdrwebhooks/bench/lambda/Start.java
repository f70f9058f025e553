package io.cdrwebhooks.bench.lambda;

import java.io.IOException;

/// Starts a process, waits for what it is started for, and ends it.
@FunctionalInterface
interface Start {
  /// From just before the process was asked for.
  double millis() throws IOException, InterruptedException;
}
