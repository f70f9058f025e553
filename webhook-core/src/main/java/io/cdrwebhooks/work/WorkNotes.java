package io.cdrwebhooks.work;

import java.time.Instant;

/// Notes of what is being worked and may be deadly: messages, and deliveries of a lane whose holder
/// died. If it kills its worker, its note stays.
public interface WorkNotes {
  int MOST_DEATHS = 3;

  /// Notes at `now` that work on a message or delivery begins; `time` tells this time from others.
  /// Returns false, and notes nothing, if work has begun [#MOST_DEATHS] times and has never ended.
  boolean begin(String id, long time, Instant now);

  /// Removes the note, because the worker has survived. Returns false if there was none.
  boolean end(String id);
}
