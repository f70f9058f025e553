package io.cdrwebhooks.configuration;

import io.cdrwebhooks.paging.Page;
import io.cdrwebhooks.report.TaskId;
import java.util.List;
import java.util.Optional;

/// The stored webhook configurations; names are unique in [WebhookConfiguration#uniqueForm].
///
/// Every change is atomic. Expected results are sealed types. If the store cannot be reached, it
/// throws an unchecked exception.
public interface WebhookConfigurations {
  Optional<WebhookConfiguration> find(ConfigurationId id);

  /// Lists the configurations that match `filter`, by name; `limit` is from 1 to 100. Paging
  /// neither skips nor repeats a configuration that stays in the list. A change of state may be
  /// seen up to a minute later.
  ///
  /// @throws InvalidCursorException if the cursor is not from the list of this filter
  Page<WebhookConfiguration> list(ConfigurationFilter filter, Optional<String> cursor, int limit);

  /// Stores a new configuration under an unused id.
  Saving create(WebhookConfiguration configuration);

  /// Replaces the stored configuration, which must have the revision `expected`. `configuration`
  /// has the next revision. If it keeps a failing streak, the stored streak must be the same, so
  /// that a streak that a success has ended does not return.
  Saving replace(WebhookConfiguration configuration, Revision expected);

  /// Records a failing streak, or its end if `now` is empty, without a new revision.
  ///
  /// Returns false and changes nothing unless the stored revision and streak equal those of `seen`.
  /// They differ if another process has recorded a streak, or if the configuration was changed or
  /// deleted.
  boolean recordStreak(WebhookConfiguration seen, Optional<FailingStreak> now);

  /// Records that operators have received the notice that the service disabled a configuration.
  /// This ends its streak, which marks that notice as due ([ReceiverHealth#owesNotice]). Changes
  /// nothing in the cases of [#recordStreak]; then the notice stays due.
  default void recordNotice(WebhookConfiguration seen) {
    boolean _ = recordStreak(seen, Optional.empty());
  }

  /// Deletes a configuration that no task uses; an empty `expected` matches any revision.
  Deletion delete(ConfigurationId id, Optional<Revision> expected);

  /// The answer to [#create] and [#replace].
  sealed interface Saving {
    record Saved() implements Saving {}

    record NameTaken() implements Saving {}

    /// Another request has changed the configuration since it was read.
    record Changed() implements Saving {}

    record NotFound() implements Saving {}
  }

  /// The answer to [#delete].
  sealed interface Deletion {
    record Deleted() implements Deletion {}

    /// The ids of the tasks that still use the configuration, ascending, at most 100.
    record InUse(List<TaskId> tasks) implements Deletion {
      public InUse {
        tasks = List.copyOf(tasks);
      }
    }

    record Changed() implements Deletion {}

    record NotFound() implements Deletion {}
  }
}
