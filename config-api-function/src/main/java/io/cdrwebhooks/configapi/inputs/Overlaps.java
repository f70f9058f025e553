package io.cdrwebhooks.configapi.inputs;

import io.cdrwebhooks.concurrent.Overlapped;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// Makes the reads or writes of one request, several at the same time.
public final class Overlaps {
  private static final int AT_ONCE = 16;

  private Overlaps() {}

  /// Calls `call` with each item, and returns the results in order. When all calls have ended, it
  /// throws the first fault.
  public static <A, B> List<B> of(List<A> items, Function<A, B> call) {
    try {
      return Overlapped.all(
          items.stream().<Callable<B>>map(each -> () -> call.apply(each)).toList(),
          Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a request's calls were made", e);
    }
  }
}
