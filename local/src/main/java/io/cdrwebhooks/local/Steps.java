package io.cdrwebhooks.local;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/// Prints steps with the time since the start, one line each.
public final class Steps {
  private final PrintStream out;
  private final long startedNanos = System.nanoTime();

  public Steps(PrintStream out) {
    this.out = out;
  }

  public void title(String title) {
    out.println(title);
  }

  public synchronized void step(String who, String what) {
    out.printf(Locale.ROOT, "%7.3f s  %-9s %s%n", elapsed().toMillis() / 1000.0, who, what);
  }

  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }
}
