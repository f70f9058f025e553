package io.cdrwebhooks.work;

import java.time.Instant;

/// Notes of messages that are being worked. If a message kills its worker, its note stays.
public interface WorkNotes {
  int MOST_DEATHS = 3;

  /// Notes at `now` that work on this receive begins. Returns false, and notes nothing, if work has
  /// begun at [#MOST_DEATHS] receives and has never ended.
  boolean begin(String messageId, int receive, Instant now);

  /// Removes the note, because the worker has survived. Returns false if there was none.
  boolean end(String messageId);
}
