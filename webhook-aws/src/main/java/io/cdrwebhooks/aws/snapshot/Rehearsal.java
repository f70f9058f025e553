package io.cdrwebhooks.aws.snapshot;

import java.io.IOException;
import java.io.InputStream;

/// A function's own work, done once with made-up input and thrown away: what it loads, compiles and
/// reads stays in the snapshot.
///
/// Whatever must not be shared by all who start from one snapshot (connections, credentials, ids,
/// counts) belongs to objects that are made for the rehearsal.
@FunctionalInterface
public interface Rehearsal {
  /// May fail in any way: then functions start slower, and the log says so.
  void perform() throws Exception;

  /// The event of that name that lies in the function's package, as `beside` does.
  static byte[] event(Class<?> beside, String name) throws IOException {
    try (InputStream event = beside.getResourceAsStream(name)) {
      if (event == null) {
        throw new IOException("the function's package lacks the event of its rehearsal: " + name);
      }
      return event.readAllBytes();
    }
  }
}
