package io.cdrwebhooks.aws.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The part of a rehearsal that is real: one read of AWS, again and again.
///
/// Two go at the same time, on virtual threads as a function's own requests do. So connections are
/// opened, kept and used again, and the second resumes the TLS session of the first: all that the
/// first requests after a snapshot do.
public final class RealReads {
  private static final int TIMES = 30;
  private static final int AT_ONCE = 2;

  private RealReads() {}

  /// Has `read` done so often, or until the time of [Rounds] is up.
  ///
  /// @throws Exception what the first read that failed threw; no more are begun then
  public static void perform(Callable<?> read) throws Exception {
    Rounds rounds = new Rounds(TIMES / AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      while (rounds.next()) {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
          all.add(threads.submit(read));
        }
        for (Future<?> one : all) {
          await(one);
        }
      }
    }
  }

  private static void await(Future<?> read) throws Exception {
    try {
      read.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }
}
