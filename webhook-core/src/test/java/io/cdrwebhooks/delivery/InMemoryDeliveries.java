package io.cdrwebhooks.delivery;

import io.cdrwebhooks.configuration.InMemoryPages;
import io.cdrwebhooks.configuration.Page;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The twin of the stored deliveries.
public final class InMemoryDeliveries implements Deliveries {
  private final Map<DeliveryId, Delivery> deliveries = new LinkedHashMap<>();
  private final Map<DeliveryId, List<Attempt>> attempts = new HashMap<>();

  @Override
  public synchronized Recording record(Delivery delivery) {
    Delivery existing = deliveries.putIfAbsent(delivery.id(), delivery);
    return existing == null ? new Recording.Recorded() : new Recording.AlreadyRecorded(existing);
  }

  @Override
  public synchronized Optional<Delivery> find(DeliveryId id) {
    return Optional.ofNullable(deliveries.get(id));
  }

  @Override
  public synchronized Claiming claim(Delivery delivery, Instant now, Instant leasedUntil) {
    Delivery current = deliveries.get(delivery.id());
    if (current == null
        || current.status() != DeliveryStatus.PENDING
        || !current.progress().lastAttempt().equals(delivery.progress().lastAttempt())
        || current.progress().leasedUntil().filter(now::isBefore).isPresent()) {
      return new Claiming.Refused(Optional.ofNullable(current));
    }
    DeliveryProgress was = current.progress();
    Delivery inspected = delivery.inspection().map(current::inspected).orElse(current);
    deliveries.put(
        delivery.id(),
        with(
            inspected,
            new DeliveryProgress(
                was.status(),
                was.lastAttempt(),
                Optional.of(leasedUntil),
                was.nextAttemptAt(),
                was.linkFollowedAt())));
    return new Claiming.Claimed(
        new AttemptClaim(delivery.id(), was.lastAttempt().next(), leasedUntil));
  }

  @Override
  public synchronized Completion complete(
      AttemptClaim claim, Attempt attempt, DeliveryStatus status) {
    Delivery current = deliveries.get(claim.delivery());
    if (current == null) {
      return Completion.LEASE_LOST;
    }
    DeliveryProgress was = current.progress();
    if (!was.leasedUntil().equals(Optional.of(claim.leasedUntil()))) {
      if (status == DeliveryStatus.DELIVERED && was.status() == DeliveryStatus.PENDING) {
        deliveries.put(claim.delivery(), with(current, moved(was, status, was.lastAttempt())));
      }
      return Completion.LEASE_LOST;
    }
    attempts.computeIfAbsent(claim.delivery(), id -> new ArrayList<>()).add(attempt);
    deliveries.put(claim.delivery(), with(current, moved(was, status, attempt.number())));
    return Completion.COMPLETED;
  }

  @Override
  public synchronized List<Attempt> attempts(DeliveryId id) {
    return List.copyOf(attempts.getOrDefault(id, List.of()));
  }

  @Override
  public synchronized Page<Delivery> listByTask(TaskId taskId, Optional<String> cursor, int limit) {
    List<Delivery> newestFirst =
        deliveries.values().stream()
            .filter(delivery -> delivery.taskId().equals(taskId))
            .sorted(Comparator.comparing(Delivery::createdAt).reversed())
            .toList();
    return InMemoryPages.page("task-" + taskId, newestFirst, cursor, limit);
  }

  @Override
  public synchronized void recordLinkFollowed(DeliveryId id, Instant at) {
    Delivery current = deliveries.get(id);
    if (current != null && current.progress().linkFollowedAt().isEmpty()) {
      DeliveryProgress was = current.progress();
      deliveries.put(
          id,
          with(
              current,
              new DeliveryProgress(
                  was.status(),
                  was.lastAttempt(),
                  was.leasedUntil(),
                  was.nextAttemptAt(),
                  Optional.of(at))));
    }
  }

  /// Everything stored, in the order it was recorded.
  public synchronized List<Delivery> all() {
    return List.copyOf(deliveries.values());
  }

  private static DeliveryProgress moved(
      DeliveryProgress was, DeliveryStatus status, AttemptNumber lastAttempt) {
    return new DeliveryProgress(
        status, lastAttempt, Optional.empty(), Optional.empty(), was.linkFollowedAt());
  }

  private static Delivery with(Delivery delivery, DeliveryProgress progress) {
    return new Delivery(
        delivery.id(),
        delivery.taskId(),
        delivery.configurationId(),
        delivery.report(),
        delivery.sizeBytes(),
        delivery.inspection(),
        delivery.createdAt(),
        progress);
  }
}
