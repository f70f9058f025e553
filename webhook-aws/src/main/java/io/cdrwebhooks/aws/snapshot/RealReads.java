package io.cdrwebhooks.aws.snapshot;

import io.cdrwebhooks.concurrent.Overlapped;
import java.util.Collections;
import java.util.concurrent.Callable;

/// The part of a rehearsal that is real: one read of AWS, again and again.
///
/// Two go at the same time, on virtual threads as a function's own requests do. So connections are
/// opened, kept and used again, and the second resumes the TLS session of the first: all that the
/// first requests after a snapshot do.
public final class RealReads {
  private static final int TIMES = 30;
  private static final int AT_ONCE = 2;

  private RealReads() {}

  /// Has `read` done so often, or until the time of [Rounds] is up. The fault of a read is thrown
  /// after its round, and no more are begun.
  public static <T> void perform(Callable<T> read) throws InterruptedException {
    Rounds rounds = new Rounds(TIMES / AT_ONCE);
    while (rounds.next()) {
      Overlapped.all(Collections.nCopies(AT_ONCE, read));
    }
  }
}
