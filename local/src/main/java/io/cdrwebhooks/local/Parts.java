package io.cdrwebhooks.local;

import java.util.ArrayDeque;
import java.util.Deque;

/// Closes all parts in reverse order, even if one fails.
public final class Parts implements AutoCloseable {
  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  /// Adds a part, and returns it.
  public <T extends AutoCloseable> T opened(T part) {
    started.push(part);
    return part;
  }

  @Override
  public void close() {
    RuntimeException failure = null;
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        if (failure == null) {
          failure = new IllegalStateException("a part of the local system cannot stop", e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
