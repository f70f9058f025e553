package io.cdrwebhooks.configapi.attention;

import io.cdrwebhooks.concurrent.Overlapped;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// Makes the reads of one request, several at the same time.
final class Reads {
  private static final int AT_ONCE = 16;

  private Reads() {}

  static <T> List<T> together(List<Callable<T>> reads) {
    try {
      return Overlapped.all(
          reads, Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading what needs attention", e);
    }
  }
}
