package io.cdrwebhooks.local;

import java.io.PrintStream;
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
    double seconds = (System.nanoTime() - startedNanos) / 1e9;
    out.printf(Locale.ROOT, "%7.3f s  %-9s %s%n", seconds, who, what);
  }
}
