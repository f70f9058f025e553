package io.cdrwebhooks.simulation;

import io.cdrwebhooks.terms.SendLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/// A load, and a fault that lasts for a while. Counts, rates and the concurrency of functions are
/// scaled down from production's.
///
/// Reports arrive for `arrivals`, and the run continues for [#CALM] after that.
record Scenario(
    String name,
    String says,
    Duration arrivals,
    List<Customer> customers,
    Fault fault,
    Instant faultyFrom,
    Instant faultyUntil) {
  static final Duration CALM = Duration.ofHours(2);

  /// The reports a second of a customer that floods the system.
  static final double FLOOD = 400;

  /// The reports that arrive within the first minute of each day. Their receivers do not follow the
  /// links.
  static final int NIGHTLY = 500;

  /// The link checks that are overdue at the start, for each configuration.
  static final int OVERDUE = 1_000;

  private static final OptionalInt NO_RATE = OptionalInt.empty();
  private static final Instant START = Timeline.START;

  /// The first four are faults of the troubled customers and their receivers, the others are ours
  /// or a load.
  enum Fault {
    HANGS,
    SLOW,
    FLOODS,
    DOWN,
    KILLS,
    EGRESS,
    STORE,
    OVERDUE,
    RULE,
    UNUSED,
    FOLLOWED,
    NONE
  }

  /// A configuration; `perSecond` is how many reports it gets.
  record Customer(double perSecond, SendLimits limits, boolean troubled) {}

  static List<Scenario> all() {
    List<Customer> troubled = heavyTailed(1_000, 40, 100);
    List<Customer> flooding = heavyTailed(1_000, 40, 1_000);
    List<Customer> down = heavyTailed(40, 0.3, 40);
    List<Customer> two = copies(5, 6, new SendLimits(2, OptionalInt.of(10)));
    List<Customer> busy = new ArrayList<>(copies(100, 0.02, SendLimits.STANDARD));
    busy.addAll(Collections.nCopies(80, new Customer(2, SendLimits.STANDARD, true)));
    List<Customer> few = heavyTailed(100, 4, 0);
    List<Customer> some = copies(200, 0.04, SendLimits.STANDARD);
    List<Customer> one = copies(1, 1_000, new SendLimits(100, NO_RATE));
    List<Customer> prompt = heavyTailed(100, 500, 0);
    List<Customer> nightly = copies(50, 0, SendLimits.STANDARD);
    return List.of(
        of("mix", "1,000 configurations, heavy-tailed, no fault", 10, heavyTailed(1_000, 40, 0)),
        of(
                "busy",
                "80 receivers get twice what they take, and 40 lanes are worked at once",
                5,
                busy)
            .with(Fault.SLOW, 0, 5),
        of("hanging", "1 % of receivers never answer", 10, troubled).with(Fault.HANGS, 0, 10),
        of("slow", "1 % of receivers take 10 s to answer 200", 10, troubled)
            .with(Fault.SLOW, 0, 10),
        of("flood", "one configuration gets 400 reports a second for 3 min", 10, flooding)
            .with(Fault.FLOODS, 5, 3),
        of("two-days", "one receiver is down for two days and returns", 49 * 60, down)
            .with(Fault.DOWN, 30, 2 * 24 * 60),
        of("holders", "a function is killed or paused every 10 s for 30 min", 45, two)
            .with(Fault.KILLS, 5, 30),
        of("egress", "our egress is gone for 45 min", 60, few).with(Fault.EGRESS, 5, 45),
        of("store", "DynamoDB refuses for 3 h", 195, few).with(Fault.STORE, 5, 180),
        of("overdue", "200,000 checks of links (a million, scaled) are overdue", 3, some)
            .with(Fault.OVERDUE, 0, 1),
        of("rule", "the rule for first events is lost for a day", 25 * 60, heavyTailed(40, 1, 0))
            .with(Fault.RULE, 30, 24 * 60),
        of("one", "one configuration gets all reports, 1,000 a second for a minute", 1, one),
        of("unused", "500 reports within a minute each night, no link followed", 47 * 60, nightly)
            .with(Fault.UNUSED, 0, 0),
        of("links", "500 links a second are followed as soon as they are sent", 1, prompt)
            .with(Fault.FOLLOWED, 0, 1));
  }

  private static Scenario of(String name, String says, long minutes, List<Customer> customers) {
    Duration arrivals = Duration.ofMinutes(minutes);
    return new Scenario(name, says, arrivals, customers, Fault.NONE, START, START);
  }

  private Scenario with(Fault kind, long fromMinute, long minutes) {
    Instant from = START.plus(Duration.ofMinutes(fromMinute));
    Instant until = from.plus(Duration.ofMinutes(minutes));
    return new Scenario(name, says, arrivals, customers, kind, from, until);
  }

  private static List<Customer> copies(int number, double perSecond, SendLimits limits) {
    return Collections.nCopies(number, new Customer(perSecond, limits, false));
  }

  /// Distributes `perSecond` reports over customers by Zipf's law. Each third customer has a rate
  /// limit. One of `troubledOf` is troubled; none if that is 0.
  private static List<Customer> heavyTailed(int number, double perSecond, int troubledOf) {
    double sum = 0;
    for (int i = 1; i <= number; i++) {
      sum += 1 / Math.pow(i, 1.1);
    }
    List<Customer> customers = new ArrayList<>();
    for (int i = 1; i <= number; i++) {
      SendLimits limits = new SendLimits(10, i % 3 == 0 ? OptionalInt.of(50) : NO_RATE);
      boolean troubled = troubledOf > 0 && i % troubledOf == Math.min(3, troubledOf / 2);
      customers.add(new Customer(perSecond / Math.pow(i, 1.1) / sum, limits, troubled));
    }
    return customers;
  }

  /// The number of batches that a queue's function handles at once.
  int batches() {
    return name.equals("busy") ? 40 : 100;
  }

  boolean isFaulty(Instant at) {
    return !at.isBefore(faultyFrom) && at.isBefore(faultyUntil);
  }

  boolean hasFault(Fault kind, Instant at) {
    return fault == kind && isFaulty(at);
  }

  /// The same load without the fault.
  Scenario undisturbed() {
    return new Scenario(name, says, arrivals, customers, fault, START, START);
  }
}
