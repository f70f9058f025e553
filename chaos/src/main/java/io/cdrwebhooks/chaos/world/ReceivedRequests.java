package io.cdrwebhooks.chaos.world;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Records every request that receivers could read, and every complaint about one. Thread-safe.
public final class ReceivedRequests {
  private final Collection<Visit> visits = new ConcurrentLinkedQueue<>();
  private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
  private final Collection<String> complaints = new ConcurrentLinkedQueue<>();

  /// Counts the connections to the port that only a redirect leads to.
  public final AtomicInteger redirectsFollowed = new AtomicInteger();

  /// Counts the answers 410 that were written.
  public final AtomicInteger answered410 = new AtomicInteger();

  public final AtomicInteger linksFollowed = new AtomicInteger();

  /// Counts a new request, and returns its number among the requests about this delivery.
  int count(String deliveryId) {
    return numbers.merge(deliveryId, 1, Integer::sum);
  }

  void add(Visit visit) {
    visits.add(visit);
  }

  void complain(String complaint) {
    complaints.add(complaint);
  }

  /// Returns the visits in the order of their arrival.
  public List<Visit> visits() {
    return visits.stream().sorted(Comparator.comparing(Visit::arrivedAt)).toList();
  }

  /// Returns the complaints about links and about requests without a delivery.
  public List<String> complaints() {
    return List.copyOf(complaints);
  }
}
