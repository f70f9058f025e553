package io.cdrwebhooks.aws;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A value that is created at its first use, so that a function's start does not wait for things
/// that few invocations need. Thread-safe: all threads share one value.
public final class OnDemand<T> implements Supplier<T> {
  private final Supplier<T> maker;
  private volatile @Nullable T made;

  public OnDemand(Supplier<T> maker) {
    this.maker = maker;
  }

  @Override
  public T get() {
    T current = made;
    return current != null ? current : make();
  }

  private synchronized T make() {
    T current = made;
    if (current == null) {
      current = maker.get();
      made = current;
    }
    return current;
  }
}
