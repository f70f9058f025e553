package io.cdrwebhooks.deployment.forget;

import io.cdrwebhooks.change.ChangedThing;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.report.TaskId;

/// The customer whose data is deleted: one or more tasks, and the configurations that only these
/// tasks use. Each of them needs a separate run.
public sealed interface Customer {
  /// A task: its reports, and everything stored about them.
  record OfTask(TaskId task) implements Customer {
    /// @throws IllegalArgumentException for the task of tests, which belongs to no customer
    public OfTask {
      if (task.equals(TaskId.SAMPLE)) {
        throw new IllegalArgumentException("the task of tests belongs to no customer: " + task);
      }
    }

    @Override
    public String toString() {
      return "task " + task;
    }
  }

  /// A configuration: its deliveries of all tasks, statements and counts. The reports belong to the
  /// tasks.
  record OfConfiguration(ConfigurationId configuration) implements Customer {
    @Override
    public String toString() {
      return "configuration " + configuration;
    }
  }

  /// Returns the name of the customer in the records of changes.
  default ChangedThing thing() {
    return switch (this) {
      case OfTask(TaskId task) -> new ChangedThing(ChangedThing.Kind.TASK, task.toString());
      case OfConfiguration(ConfigurationId id) ->
          new ChangedThing(ChangedThing.Kind.CONFIGURATION, id.value());
    };
  }
}
