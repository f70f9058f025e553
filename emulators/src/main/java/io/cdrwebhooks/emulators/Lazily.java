package io.cdrwebhooks.emulators;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Starts something at its first use and closes it if it was used. Safe for use by several threads.
final class Lazily<T extends AutoCloseable> implements AutoCloseable {
  private final Supplier<T> starter;
  private @Nullable T started;

  Lazily(Supplier<T> starter) {
    this.starter = starter;
  }

  synchronized T get() {
    T current = started;
    if (current == null) {
      current = starter.get();
      started = current;
    }
    return current;
  }

  @Override
  public synchronized void close() {
    T current = started;
    started = null;
    if (current == null) {
      return;
    }
    try {
      current.close();
    } catch (Exception failure) {
      throw new EmulatorException("An emulator did not stop: " + failure.getMessage(), failure);
    }
  }
}
