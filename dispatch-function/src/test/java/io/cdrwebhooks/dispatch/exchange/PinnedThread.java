package io.cdrwebhooks.dispatch.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.CountDownLatch;

/// Blocks a thread like a DNS look-up: below a native frame, so that a virtual thread cannot leave
/// its carrier.
///
/// A class's initialiser runs below such a frame, once per class; so each call defines a new class.
final class PinnedThread {
  static volatile CountDownLatch release = new CountDownLatch(1);

  private PinnedThread() {}

  /// Returns when [#release] is at zero.
  static void hang() {
    try (InputStream code = Waiting.class.getResourceAsStream("PinnedThread$Waiting.class")) {
      MethodHandles.lookup().defineHiddenClass(code.readAllBytes(), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static final class Waiting {
    static {
      boolean waiting = true;
      while (waiting) {
        try {
          release.await();
          waiting = false;
        } catch (InterruptedException e) {
          // Native code ignores interrupts, too.
        }
      }
    }
  }
}
