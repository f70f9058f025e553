package io.cdrwebhooks.configuration;

import io.cdrwebhooks.report.TaskId;
import java.util.List;
import java.util.Optional;

/// The stored webhook configurations; names are unique in [WebhookConfiguration#uniqueForm].
///
/// Every change happens as a whole or not at all. What a caller must be told is an answer; a store
/// that cannot be reached is an unchecked exception of the store.
public interface WebhookConfigurations {
  Optional<WebhookConfiguration> find(ConfigurationId id);

  /// In no promised order; `limit` from 1 to 100.
  ///
  /// @throws InvalidCursorException if the cursor is not from this list
  Page<WebhookConfiguration> list(Optional<String> cursor, int limit);

  /// Stores a new configuration under an id nobody has.
  Saving create(WebhookConfiguration configuration);

  /// Stores `configuration`, whose revision is the next after `expected`, over the one that has
  /// `expected`.
  Saving replace(WebhookConfiguration configuration, Revision expected);

  /// Notes how the receiver is doing, without a new revision.
  ///
  /// False, and nothing is changed, unless the stored revision and streak are those of `seen`: then
  /// somebody else has noted something, or the configuration was changed or is gone.
  boolean noteStreak(WebhookConfiguration seen, Optional<FailingStreak> now);

  /// Removes a configuration that no task uses; `expected` empty means any revision.
  Deletion delete(ConfigurationId id, Optional<Revision> expected);

  /// Answer to [#create] and [#replace].
  sealed interface Saving {
    record Saved() implements Saving {}

    record NameTaken() implements Saving {}

    /// Somebody else changed it since it was read.
    record Changed() implements Saving {}

    record NotFound() implements Saving {}
  }

  /// Answer to [#delete].
  sealed interface Deletion {
    record Deleted() implements Deletion {}

    /// The tasks that stand in the way, ascending, at most 100 of them.
    record InUse(List<TaskId> tasks) implements Deletion {
      public InUse {
        tasks = List.copyOf(tasks);
      }
    }

    record Changed() implements Deletion {}

    record NotFound() implements Deletion {}
  }
}
