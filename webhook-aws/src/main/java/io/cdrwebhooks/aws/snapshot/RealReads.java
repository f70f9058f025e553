package io.cdrwebhooks.aws.snapshot;

import io.cdrwebhooks.concurrent.Overlapped;
import java.util.Collections;
import java.util.concurrent.Callable;

/// Makes the real requests of a rehearsal: repeated reads of AWS.
///
/// Two run at the same time, on virtual threads like a function's own requests. So connections are
/// opened, kept and used again, and the second resumes the TLS session of the first. The first
/// requests after a snapshot do the same.
public final class RealReads {
  private static final int TIMES = 30;
  private static final int AT_ONCE = 2;

  private RealReads() {}

  /// Repeats `read` [#TIMES] times, or until the time of [Rounds] is up. It throws the fault of a
  /// read after its round, and begins no other.
  public static <T> void perform(Callable<T> read) throws InterruptedException {
    Rounds rounds = new Rounds(TIMES / AT_ONCE);
    while (rounds.next()) {
      Overlapped.all(Collections.nCopies(AT_ONCE, read));
    }
  }
}
