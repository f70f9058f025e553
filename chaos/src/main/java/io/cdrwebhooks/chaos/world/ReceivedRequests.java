package io.cdrwebhooks.chaos.world;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Records every request that receivers could read, and every complaint about one. Thread-safe.
public final class ReceivedRequests {
  private final Collection<Visit> visits = new ConcurrentLinkedQueue<>();
  private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
  private final Set<String> links = ConcurrentHashMap.newKeySet();
  private final Collection<String> complaints = new ConcurrentLinkedQueue<>();

  /// Counts a new request, and returns its number among the requests about this delivery.
  int count(String deliveryId) {
    return numbers.merge(deliveryId, 1, Integer::sum);
  }

  public void add(Visit visit) {
    visits.add(visit);
  }

  void addLink(String callbackUrl) {
    if (!links.add(callbackUrl)) {
      complain("two attempts with the same link");
    }
  }

  public void complain(String complaint) {
    complaints.add(complaint);
  }

  /// Returns the visits in the order of their arrival.
  public List<Visit> visits() {
    return visits.stream().sorted(Comparator.comparing(Visit::arrivedAt)).toList();
  }

  public List<String> complaints() {
    return List.copyOf(complaints);
  }
}
