package io.cdrwebhooks.concurrent;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Runs blocking calls on other threads, so that their waits overlap.
///
/// It throws the fault of a call unchanged, and wraps a checked exception in a
/// [CompletionException].
public final class Overlapped {
  private Overlapped() {}

  /// Makes all calls at the same time, on virtual threads, and returns their results in order. When
  /// all calls have ended, it throws the first fault.
  public static <T> List<T> all(Collection<Callable<T>> calls) throws InterruptedException {
    return all(calls, Executors.newVirtualThreadPerTaskExecutor());
  }

  /// Does the same on `threads`, and closes `threads` at the end.
  public static <T> List<T> all(Collection<Callable<T>> calls, ExecutorService threads)
      throws InterruptedException {
    try (threads) {
      List<T> results = new ArrayList<>();
      for (Future<T> call : threads.invokeAll(calls)) {
        results.add(result(call));
      }
      return results;
    }
  }

  /// Waits for one call. An interrupted thread stays interrupted, so that closing the executor
  /// interrupts the call.
  public static <T> T result(Future<T> call) throws InterruptedException {
    try {
      return call.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw e;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException fault -> throw fault;
        case Error error -> throw error;
        case null, default -> throw new CompletionException(e.getCause());
      }
    }
  }
}
