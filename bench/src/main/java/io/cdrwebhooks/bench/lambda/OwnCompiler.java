package io.cdrwebhooks.bench.lambda;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/// The compiler of the bench's own process, which would take a processor from what is measured.
final class OwnCompiler {
  private static final Duration QUIET = Duration.ofMillis(500);
  private static final int LONGEST = 60;

  private OwnCompiler() {}

  /// Waits until it has compiled nothing for a while, half a minute at most.
  static void awaitQuiet() throws InterruptedException {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    long before = -1;
    for (int i = 0; i < LONGEST && compiler.getTotalCompilationTime() != before; i++) {
      before = compiler.getTotalCompilationTime();
      Thread.sleep(QUIET);
    }
  }
}
