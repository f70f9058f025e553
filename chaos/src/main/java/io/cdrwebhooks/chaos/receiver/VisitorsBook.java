package io.cdrwebhooks.chaos.receiver;

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
  private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
  private final Collection<String> complaints = new ConcurrentLinkedQueue<>();
  private final AtomicInteger redirectsFollowed = new AtomicInteger();
  private final AtomicInteger linksFollowed = new AtomicInteger();

  /// Counts the requests about this delivery, with one that has just begun.
  int count(String deliveryId) {
    return numbers.merge(deliveryId, 1, Integer::sum);
  }

  void add(Visit visit) {
    visits.add(visit);
  }

  void complain(String complaint) {
    complaints.add(complaint);
  }

  /// A connection reached the port where only a redirect leads.
  public void redirectFollowed() {
    redirectsFollowed.incrementAndGet();
  }

  void linkFollowed() {
    linksFollowed.incrementAndGet();
  }

  /// In the order of their arrival.
  public List<Visit> visits() {
    return visits.stream().sorted(Comparator.comparing(Visit::arrivedAt)).toList();
  }

  /// About links, and requests without a delivery.
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  public int redirectsFollowed() {
    return redirectsFollowed.get();
  }

  public int linksFollowed() {
    return linksFollowed.get();
  }
}
