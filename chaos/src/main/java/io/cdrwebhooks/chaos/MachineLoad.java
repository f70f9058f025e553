package io.cdrwebhooks.chaos;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.Stream;

/// How much of the machine's processors others took, from its making on: a report that waits for a
/// processor is not late by the system's fault.
final class MachineLoad {
  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final long startedNanos = System.nanoTime();
  private final Duration ownBefore = own();

  MachineLoad() {
    double _ = system.getCpuLoad(); // the next answer counts from here
  }

  /// From 0 to 1; 0 where the system does not say.
  double ofOthers() {
    double all = system.getCpuLoad();
    double available =
        (System.nanoTime() - startedNanos) * (double) Runtime.getRuntime().availableProcessors();
    double own = own().minus(ownBefore).toNanos() / available;
    return Math.max(0, all - own);
  }

  /// Of this process and those it started.
  private static Duration own() {
    return Stream.concat(Stream.of(ProcessHandle.current()), ProcessHandle.current().descendants())
        .flatMap(process -> process.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }
}
