package io.cdrwebhooks.aws;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Made at its first use: what most invocations do without costs a function's start nothing. Safe
/// for several threads, which share the one.
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
