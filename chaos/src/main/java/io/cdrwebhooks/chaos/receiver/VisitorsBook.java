package io.cdrwebhooks.chaos.receiver;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Every request that receivers could read, and every complaint about one. For several threads.
public final class VisitorsBook {
  private final Collection<Visit> visits = new ConcurrentLinkedQueue<>();
  private final Map<String, AtomicInteger> numbers = new ConcurrentHashMap<>();
  private final Map<String, Instant> firstArrivals = new ConcurrentHashMap<>();
  private final Collection<String> complaints = new ConcurrentLinkedQueue<>();
  private final AtomicInteger trapped = new AtomicInteger();
  private final AtomicInteger linksFollowed = new AtomicInteger();

  /// A request about this delivery has begun: the how many-th it is.
  int arrived(String deliveryId, Instant at) {
    firstArrivals.putIfAbsent(deliveryId, at);
    return numbers.computeIfAbsent(deliveryId, any -> new AtomicInteger()).incrementAndGet();
  }

  void add(Visit visit) {
    visits.add(visit);
  }

  void complain(String complaint) {
    complaints.add(complaint);
  }

  void trapped() {
    trapped.incrementAndGet();
  }

  void linkFollowed() {
    linksFollowed.incrementAndGet();
  }

  public Map<String, Instant> firstArrivals() {
    return Map.copyOf(firstArrivals);
  }

  /// In the order of their arrival.
  public List<Visit> visits() {
    return visits.stream().sorted(Comparator.comparing(Visit::arrivedAt)).toList();
  }

  /// What was wrong with links, and requests about no delivery that must be.
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  /// How many connections came to where only a redirect leads.
  public int redirectsFollowed() {
    return trapped.get();
  }

  public int linksFollowedCount() {
    return linksFollowed.get();
  }
}
