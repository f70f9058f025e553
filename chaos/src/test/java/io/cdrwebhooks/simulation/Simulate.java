package io.cdrwebhooks.simulation;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/// `make simulate`: plays the scenarios in virtual time and prints the figures and the missed
/// targets. The product's whole dispatch runs on its in-memory stores; time, AWS and the receivers
/// are small models.
public final class Simulate {
  private Simulate() {}

  /// `args`: seed (empty: any), name of a scenario (empty: all).
  public static void main(String[] args) {
    // One strand runs at a time: more carriers would only hand it over to each other.
    System.setProperty("jdk.virtualThreadScheduler.parallelism", "1");
    List<Scenario> chosen = new ArrayList<>(Scenario.all());
    List<String> names = chosen.stream().map(Scenario::name).toList();
    chosen.removeIf(each -> !args[1].isEmpty() && !args[1].equals(each.name()));
    if (chosen.isEmpty() || !args[0].matches("[0-9]{0,9}")) {
      System.err.println("make simulate SEED=42 SCENARIO=name, one of: " + names);
      System.exit(2);
    }
    long seed = args[0].isEmpty() ? new SecureRandom().nextInt(1_000_000) : Long.parseLong(args[0]);
    System.out.println("Seed " + seed + ". Counts, rates and concurrency are scaled down.");
    List<String> missed = new ArrayList<>();
    for (Scenario each : chosen) {
      Verdict verdict = Verdict.of(each, seed);
      System.out.println(verdict);
      if (!verdict.misses.isEmpty()) {
        missed.add(each.name());
      }
    }
    System.out.println(
        missed.isEmpty() ? "All targets are met." : "Targets are missed in: " + missed);
    System.exit(missed.isEmpty() ? 0 : 1);
  }
}
