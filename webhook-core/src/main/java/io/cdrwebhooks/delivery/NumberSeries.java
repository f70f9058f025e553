package io.cdrwebhooks.delivery;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.report.TaskId;

/// The numbers of a task's reports for one configuration: 1, 2, 3 and so on, in the order in which
/// the reports were recorded. So no receiver sees gaps because of reports that went to another one.
///
/// A number whose report was not recorded, because its process died, is void ([NumberedReports]).
public record NumberSeries(ConfigurationId configuration, TaskId task) {
  @Override
  public String toString() {
    return configuration + "#" + task;
  }
}
