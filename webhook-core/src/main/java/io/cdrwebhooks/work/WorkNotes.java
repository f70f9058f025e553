package io.cdrwebhooks.work;

import java.time.Instant;

/// The notes about suspects that workers are handling. A suspect is a message that came back
/// several times, or a delivery of a lane whose holder died. If a suspect kills its worker, its
/// note stays.
public interface WorkNotes {
  /// Notes at `now` that a worker begins to handle the message or delivery; `time` distinguishes
  /// this start from others. Returns false and notes nothing if workers have begun `mostDeaths`
  /// times without ending.
  boolean begin(String id, long time, Instant now, int mostDeaths);

  /// Removes the note, because the worker survived. Returns false if there was none.
  boolean end(String id);
}
