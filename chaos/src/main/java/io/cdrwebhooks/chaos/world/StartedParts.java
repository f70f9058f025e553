package io.cdrwebhooks.chaos.world;

import java.util.ArrayDeque;
import java.util.Deque;

/// Parts of a run, closed in the reverse order of their start.
public final class StartedParts implements AutoCloseable {
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  public <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        System.err.println("a part of the chaos run cannot stop: " + e);
      }
    }
  }
}
