package io.cdrwebhooks.simulation;

import io.cdrwebhooks.configuration.SendLimits;
import io.cdrwebhooks.simulation.Timeline.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// A load and the faults in it. Counts, rates and the concurrency of functions (`batches`, each
/// with one lane) are scaled down from production's.
///
/// Reports arrive for `arrivals`, and the run goes on for `calm` after that.
record Scenario(
    String name,
    String says,
    List<Customer> customers,
    Duration arrivals,
    Duration calm,
    Faults faults,
    int batches) {
  private static final int USUAL_BATCHES = 100;
  private static final OptionalInt NO_RATE = OptionalInt.empty();
  private static final Window NEVER = Window.NEVER;

  /// What is wrong with a receiver while receivers fail.
  enum Trouble {
    NONE,
    HANGS,
    SLOW,
    FLOODS,
    DOWN
  }

  /// A configuration; `perSecond` is how many reports it gets.
  record Customer(double perSecond, SendLimits limits, Trouble trouble) {
    /// How many reports a second one gets that floods.
    static final double FLOOD = 400;
  }

  /// `overdue` deliveries wait at the start. A message is a dead letter after `mostReceives`.
  record Faults(
      Window receivers, Window egress, Window store, Window kills, int mostReceives, int overdue) {
    static final Faults NONE = new Faults(NEVER, NEVER, NEVER, NEVER, 5, 0);

    static Faults of(Window receivers) {
      return new Faults(receivers, NEVER, NEVER, NEVER, 5, 0);
    }

    /// A backlog can be sent from the start on; empty load has no fault.
    Instant end(Instant otherwise) {
      return Stream.of(receivers, egress, store, kills)
          .map(Window::until)
          .filter(Timeline.START::isBefore)
          .max(Instant::compareTo)
          .orElse(overdue > 0 ? Timeline.START : otherwise);
    }

    boolean areOurs() {
      return Stream.of(egress, store, kills).anyMatch(each -> !each.equals(NEVER));
    }
  }

  static List<Scenario> all() {
    Window egress = Window.ofMinutes(5, 45);
    Window store = Window.ofMinutes(5, 180);
    Window kills = Window.ofMinutes(5, 30);
    return List.of(
        mix("mix", "1,000 configurations, heavy-tailed, no fault", Trouble.NONE),
        busyLanes(),
        mix("hanging", "1 % of receivers never answer", Trouble.HANGS),
        mix("slow", "1 % of receivers take 10 s to answer 200", Trouble.SLOW),
        mix("flood", "one configuration gets 400 reports a second for 3 min", Trouble.FLOODS),
        twoDays(),
        ofOurs(
            "holders",
            "a function is killed or paused every 10 s for 30 min",
            Collections.nCopies(5, new Customer(6, new SendLimits(2, NO_RATE), Trouble.NONE)),
            45,
            new Faults(NEVER, NEVER, NEVER, kills, 5, 0)),
        ofOurs(
            "egress",
            "our egress is gone for 45 min",
            heavyTailed(100, 4, Trouble.NONE, 1),
            60,
            new Faults(NEVER, egress, NEVER, NEVER, 5, 0)),
        ofOurs(
            "store",
            "DynamoDB refuses for 3 h",
            heavyTailed(100, 4, Trouble.NONE, 1),
            195,
            new Faults(NEVER, NEVER, store, NEVER, 1_000, 0)),
        ofOurs(
            "overdue",
            "200,000 deliveries are overdue at the start (a million, scaled down)",
            heavyTailed(200, 8, Trouble.NONE, 1),
            20,
            new Faults(NEVER, NEVER, NEVER, NEVER, 5, 200_000)));
  }

  private static Scenario ofOurs(
      String name, String says, List<Customer> customers, long minutes, Faults faults) {
    Duration arrivals = Duration.ofMinutes(minutes);
    return new Scenario(
        name, says, customers, arrivals, Duration.ofHours(2), faults, USUAL_BATCHES);
  }

  private static Scenario mix(String name, String says, Trouble trouble) {
    boolean floods = trouble == Trouble.FLOODS;
    return new Scenario(
        name,
        says,
        heavyTailed(1_000, 40, trouble, floods ? 1_000 : 100),
        Duration.ofMinutes(10),
        Duration.ofHours(2),
        trouble == Trouble.NONE
            ? Faults.NONE
            : Faults.of(floods ? Window.ofMinutes(5, 3) : Window.ofMinutes(0, 10)),
        USUAL_BATCHES);
  }

  private static Scenario busyLanes() {
    int batches = 40;
    Customer busy = new Customer(2, new SendLimits(1, NO_RATE), Trouble.NONE);
    Customer quiet = new Customer(0.02, SendLimits.STANDARD, Trouble.NONE);
    List<Customer> customers = new ArrayList<>(Collections.nCopies(2 * batches, busy));
    customers.addAll(Collections.nCopies(100, quiet));
    return new Scenario(
        "busy",
        "80 busy lanes and 100 quiet ones where 40 are worked at once",
        customers,
        Duration.ofMinutes(5),
        Duration.ofHours(1),
        Faults.NONE,
        batches);
  }

  private static Scenario twoDays() {
    return new Scenario(
        "two-days",
        "one receiver is down for two days and returns",
        heavyTailed(40, 0.3, Trouble.DOWN, 40),
        Duration.ofHours(49),
        Duration.ofHours(2),
        Faults.of(Window.ofMinutes(30, 2 * 24 * 60)),
        USUAL_BATCHES);
  }

  /// By Zipf's law, `perSecond` in all. Each third has a rate limit, and one `ofHowMany` is in
  /// trouble.
  private static List<Customer> heavyTailed(
      int number, double perSecond, Trouble trouble, int ofHowMany) {
    double sum = 0;
    for (int i = 1; i <= number; i++) {
      sum += 1 / Math.pow(i, 1.1);
    }
    List<Customer> customers = new ArrayList<>();
    for (int i = 1; i <= number; i++) {
      boolean rated = i % 3 == 0;
      customers.add(
          new Customer(
              perSecond / Math.pow(i, 1.1) / sum,
              new SendLimits(10, rated ? OptionalInt.of(50) : NO_RATE),
              i % ofHowMany == Math.min(3, ofHowMany / 2) ? trouble : Trouble.NONE));
    }
    return customers;
  }

  /// The same load without any fault.
  Scenario undisturbed() {
    return new Scenario(name, says, customers, arrivals, calm, Faults.NONE, batches);
  }

  Scenario shortened(int customersKept, Duration shorter) {
    return new Scenario(
        name, says, customers.subList(0, customersKept), shorter, calm, faults, batches);
  }
}
