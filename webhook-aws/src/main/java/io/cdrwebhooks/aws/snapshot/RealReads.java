package io.cdrwebhooks.aws.snapshot;

import io.cdrwebhooks.concurrent.Overlapped;
import java.util.Collections;
import java.util.concurrent.Callable;

/// Makes the real requests of a rehearsal: repeated reads from AWS.
///
/// Two threads read at the same time, on virtual threads like a function's own requests. So the SDK
/// opens connections, keeps them and reuses them, and the second connection resumes the TLS session
/// of the first. The first requests after a snapshot do the same.
public final class RealReads {
  /// The number of reads after which the JVM's first compiler (C1) has compiled the code that
  /// reads: it needs about 200 calls.
  private static final int MAX_READS = 250;

  private static final int READS_AT_ONCE = 2;

  private RealReads() {}

  /// Repeats `read` [#MAX_READS] times, or until the time of [Rounds] is up. If a read fails, it
  /// throws the fault after the round, and begins no other round.
  public static <T> void perform(Callable<T> read) throws InterruptedException {
    Rounds rounds = new Rounds(MAX_READS / READS_AT_ONCE);
    while (rounds.next()) {
      Overlapped.all(Collections.nCopies(READS_AT_ONCE, read));
    }
  }
}
