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
import java.util.function.Function;

/// Runs blocking calls on other threads, so that their waits overlap.
///
/// It throws the fault of a call unchanged, and wraps a checked exception in a
/// [CompletionException].
public final class Overlapped {
  /// The most calls that [#each] makes at the same time. AWS answers them in milliseconds, so more
  /// would gain little and load one partition of a table.
  public static final int AT_ONCE = 16;

  private Overlapped() {}

  /// Makes all calls at the same time, on virtual threads, and returns their results in order. When
  /// all calls have ended, it throws the first fault.
  public static <T> List<T> all(Collection<Callable<T>> calls) throws InterruptedException {
    return all(calls, Executors.newVirtualThreadPerTaskExecutor());
  }

  /// Makes all calls at the same time on `threads`, and closes `threads` at the end. It throws like
  /// [#all(Collection)].
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

  /// Makes a call for each item, at most [#AT_ONCE] at the same time, and returns the results in
  /// the order of the items. When all calls have ended, it throws the first fault.
  public static <A, B> List<B> each(Collection<A> items, Function<A, B> call)
      throws InterruptedException {
    return all(
        items.stream().<Callable<B>>map(item -> () -> call.apply(item)).toList(),
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory()));
  }

  /// Works like [#each], for callers whose threads are not interrupted on purpose, such as requests
  /// to the API. If the thread is interrupted anyway, it stays interrupted and gets an
  /// [IllegalStateException].
  public static <A, B> List<B> eachToTheEnd(Collection<A> items, Function<A, B> call) {
    try {
      return each(items, call);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before all calls had ended", e);
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
