package io.cdrwebhooks.deployment;

import io.cdrwebhooks.local.Steps;
import java.util.ArrayDeque;
import java.util.Deque;

/// What a trial has created and must remove, the latest first: when it closes, or when the process
/// is ended before.
///
/// Each removal is tried, whatever became of the others; one that fails is printed, so that a
/// person can do it.
final class CleanUps implements AutoCloseable {
  private final Steps steps;
  private final Deque<CleanUp> left = new ArrayDeque<>();
  private final Thread atShutdown = new Thread(this::run, "clean-ups");

  /// Removes the thing that `what` names.
  private record CleanUp(String what, Runnable removal) {}

  CleanUps(Steps steps) {
    this.steps = steps;
    Runtime.getRuntime().addShutdownHook(atShutdown);
  }

  /// Called once the thing is there.
  synchronized void add(String what, Runnable removal) {
    left.push(new CleanUp(what, removal));
  }

  @Override
  public void close() {
    run();
    try {
      boolean _ = Runtime.getRuntime().removeShutdownHook(atShutdown);
    } catch (IllegalStateException e) {
      // The process ends, and this thread with it.
    }
  }

  private synchronized void run() {
    while (!left.isEmpty()) {
      CleanUp next = left.pop();
      try {
        next.removal().run();
      } catch (RuntimeException e) {
        steps.step("operator", "could not remove " + next.what() + ": " + e.getMessage());
      }
    }
  }
}
