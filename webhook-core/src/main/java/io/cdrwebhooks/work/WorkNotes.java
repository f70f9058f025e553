package io.cdrwebhooks.work;

import java.time.Instant;

/// The notes about messages that workers are handling. If a message kills its worker, its note
/// stays.
public interface WorkNotes {
  int MOST_DEATHS = 3;

  /// Notes at `now` that a worker begins to handle this receive of the message. Returns false and
  /// notes nothing if workers have begun [#MOST_DEATHS] receives and ended none of them.
  boolean begin(String messageId, int receive, Instant now);

  /// Removes the note, because the worker survived. Returns false if there was none.
  boolean end(String messageId);
}
