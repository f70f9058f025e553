package io.cdrwebhooks.delivery;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.report.TaskId;

/// The numbers of a task's reports for one configuration: 1, 2, 3 and so on, in the order in which
/// the reports were recorded. Each configuration has its own series, so reports for other receivers
/// leave no gaps.
///
/// If a process draws a number and dies before it records the report, the number is void
/// ([NumberedReports]).
public record NumberSeries(ConfigurationId configuration, TaskId task) {
  @Override
  public String toString() {
    return configuration + "#" + task;
  }
}
