package io.cdrwebhooks.deployment;

import io.cdrwebhooks.local.Steps;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Removes everything that a trial has created, the latest first. It does so when it closes, or
/// when the process ends before that.
///
/// It continues after a failed removal, and prints what is left, so that a person can remove it.
final class CleanUps implements AutoCloseable {
  private final Steps steps;
  private final Deque<CleanUp> planned = new ArrayDeque<>();
  private final Thread atShutdown = new Thread(() -> run(), "clean-ups");

  /// Removes one thing; `what` names it.
  private record CleanUp(String what, Runnable removal) {}

  CleanUps(Steps steps) {
    this.steps = steps;
    Runtime.getRuntime().addShutdownHook(atShutdown);
  }

  /// Adds a removal. Callers add it once the thing exists.
  synchronized void add(String what, Runnable removal) {
    planned.push(new CleanUp(what, removal));
  }

  /// @throws TrialFailure after all removals, if one of them failed
  @Override
  public void close() {
    List<String> left = run();
    try {
      boolean _ = Runtime.getRuntime().removeShutdownHook(atShutdown);
    } catch (IllegalStateException e) {
      // The process ends, and with it this thread.
    }
    if (!left.isEmpty()) {
      throw new TrialFailure("The trial leaves behind: " + String.join(", ", left));
    }
  }

  /// Removes everything, and returns the things that could not be removed.
  private synchronized List<String> run() {
    List<String> left = new ArrayList<>();
    while (!planned.isEmpty()) {
      CleanUp next = planned.pop();
      try {
        next.removal().run();
      } catch (RuntimeException e) {
        left.add(next.what());
        steps.step("operator", "could not remove " + next.what() + ": " + e.getMessage());
      }
    }
    return left;
  }
}
