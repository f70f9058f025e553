package io.cdrwebhooks.bench.throughput;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// The time that this process's threads have spent on processors, its compiler's and collector's
/// included.
final class ProcessorTime {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private ProcessorTime() {}

  static long nanos() {
    return SYSTEM.getProcessCpuTime();
  }
}
