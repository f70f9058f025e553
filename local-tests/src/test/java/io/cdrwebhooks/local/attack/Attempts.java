package io.cdrwebhooks.local.attack;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// The attempts of all classes of attacks, and which of them succeeded.
///
/// An attack can fail because the system stops it, or because it never reached the system. So each
/// class has controls: honest requests that must be answered as usual.
final class Attempts {
  /// Fewer attempts mean that a class has not run.
  static final int LEAST = 500;

  private final List<Class> classes = new ArrayList<>();
  private final PrintStream out;

  /// Prints each success at once.
  Attempts(PrintStream out) {
    this.out = out;
  }

  /// The figures of one class of attacks.
  static final class Class {
    private final String name;
    private final String promise;
    private int controls;
    private int attempts;
    private int successes;
    private int faults;

    private Class(String name, String promise) {
      this.name = name;
      this.promise = promise;
    }
  }

  /// Begins a class of attacks; `promise` says what the system does with all of them.
  void begin(String name, String promise) {
    classes.add(new Class(name, promise));
  }

  /// Counts one attempt. `what` names it for people, and holds no secret.
  void made(String what, boolean stopped) {
    Class current = classes.getLast();
    current.attempts++;
    if (!stopped) {
      current.successes++;
      out.println("SUCCESS  " + current.name + ": " + what);
    }
  }

  /// Counts an honest request. If it is not answered as usual, the attempts of its class say
  /// nothing.
  void control(String what, boolean asUsual) {
    classes.getLast().controls++;
    if (!asUsual) {
      fault("the control fails: " + what);
    }
  }

  /// Notes that a class could not run to its end.
  void fault(String what) {
    Class current = classes.getLast();
    current.faults++;
    out.println("FAULT    " + current.name + ": " + what);
  }

  /// Prints the table. Returns whether enough attempts ran, and all of them were stopped.
  boolean report() {
    out.printf(
        "%n%-20s %8s %9s %8s  %s%n", "class", "attempts", "successes", "controls", "promise");
    for (Class each : classes) {
      out.printf(
          "%-20s %8d %9d %8d  %s%n",
          each.name, each.attempts, each.successes, each.controls, each.promise);
    }
    out.printf("%-20s %8d %9d%n", "all", attempts(), successes());
    long faults = classes.stream().mapToInt(each -> each.faults).sum();
    if (attempts() < LEAST) {
      out.println("FAULT    fewer than " + LEAST + " attempts ran: " + attempts());
    }
    return successes() == 0 && faults == 0 && attempts() >= LEAST;
  }

  int attempts() {
    return classes.stream().mapToInt(each -> each.attempts).sum();
  }

  int successes() {
    return classes.stream().mapToInt(each -> each.successes).sum();
  }
}
