package io.cdrwebhooks.dispatch;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// A call that waits for somebody else while its caller does the same elsewhere: two waits in the
/// time of the longer one, and of a function that starts, two handshakes.
///
/// Closing waits until the call has ended, wanted or not: no request is under way when a function
/// is frozen.
final class Meanwhile<T> implements AutoCloseable {
  private final FutureTask<T> call;
  private final Thread thread;

  private Meanwhile(FutureTask<T> call) {
    this.call = call;
    this.thread = Thread.startVirtualThread(call);
  }

  static <T> Meanwhile<T> begin(Supplier<T> call) {
    return new Meanwhile<>(new FutureTask<>(call::get));
  }

  /// Waits for it; throws what the call threw. Who is interrupted meanwhile interrupts the call.
  T result() throws InterruptedException {
    try {
      return call.get();
    } catch (InterruptedException e) {
      thread.interrupt();
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("a supplier throws nothing else", e);
    }
  }

  @Override
  public void close() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
        thread.interrupt(); // who is to stop has nobody left who wants it
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
