package io.cdrwebhooks.work;

import java.time.Instant;

/// The notes about suspects that workers are handling: messages that came back several times, and
/// deliveries of a lane whose holder died. If a suspect kills its worker, its note stays.
public interface WorkNotes {
  /// Notes at `now` that a worker begins to handle the message or delivery; `time` tells this time
  /// from others. Returns false and notes nothing if workers began `mostDeaths` times and ended
  /// none of them.
  boolean begin(String id, long time, Instant now, int mostDeaths);

  /// Removes the note, because the worker survived. Returns false if there was none.
  boolean end(String id);
}
