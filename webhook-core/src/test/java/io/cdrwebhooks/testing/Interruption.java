package io.cdrwebhooks.testing;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Interrupts a blocking call while it waits.
public final class Interruption {
  private static final long PATIENCE_SECONDS = 10;

  private Interruption() {}

  /// Interrupts `call` when `begun` is open. Returns whether the call ended with an
  /// [InterruptedException].
  public static boolean ends(Callable<?> call, CountDownLatch begun) throws Exception {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    var _ = call.call();
                    interrupted.complete(false);
                  } catch (InterruptedException e) {
                    interrupted.complete(true);
                  } catch (Exception e) {
                    interrupted.completeExceptionally(e);
                  }
                });
    if (!begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the call must begin within " + PATIENCE_SECONDS + " s");
    }
    thread.interrupt();
    return interrupted.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
