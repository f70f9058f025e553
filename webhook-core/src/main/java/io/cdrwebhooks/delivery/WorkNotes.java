package io.cdrwebhooks.delivery;

import java.time.Instant;

/// Notes which messages are being worked. The note of a message that kills its worker stays.
public interface WorkNotes {
  int MOST_DEATHS = 3;

  /// Notes at `now` that the work of this receive begins. Returns false, and notes nothing, if the
  /// work has begun at [#MOST_DEATHS] receives and has never ended.
  boolean begin(String messageId, int receive, Instant now);

  /// Removes the note, since the worker has survived. Returns false if there was none.
  boolean end(String messageId);
}
