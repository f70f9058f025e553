package io.cdrwebhooks.chaos;

import io.cdrwebhooks.chaos.world.Recipient;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.NumberSeries;
import io.cdrwebhooks.delivery.NumberedReports;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Compares the numbers of all deliveries with the list that receivers can request.
final class ReportNumbers {
  private static final int PAGE = 100;

  final List<String> violations = new ArrayList<>();
  int voids;

  private final Deliveries deliveries;

  ReportNumbers(Deliveries deliveries) {
    this.deliveries = deliveries;
  }

  /// Requires that each of the recipient's deliveries has one number, that no two have the same,
  /// and that the list names every other number as void.
  void judge(Recipient recipient, List<DeliveryId> recorded) {
    Map<Long, DeliveryId> listed = listed(recipient);
    for (DeliveryId id : recorded) {
      long number = deliveries.find(id).map(Delivery::sequence).orElse(0L);
      if (!id.equals(listed.get(number))) {
        violations.add(
            "%s of %s has the number %d, which the list gives to %s"
                .formatted(id, recipient, number, listed.get(number)));
      }
    }
  }

  private Map<Long, DeliveryId> listed(Recipient recipient) {
    NumberSeries series = new NumberSeries(recipient.configuration(), recipient.task());
    Map<Long, DeliveryId> listed = new HashMap<>();
    int voidsBefore = voids;
    // At this time all reports so far are settled, so the list has no reason to omit one.
    Instant settled = Instant.now().plus(NumberedReports.SETTLED_AFTER);
    NumberedReports part = new NumberedReports(List.of(), List.of(), 0, 1);
    do {
      part =
          NumberedReports.of(part.next(), deliveries.numbers(series, part.next(), PAGE), settled);
      part.voids().forEach(gap -> voids += Math.toIntExact(gap.last() - gap.first() + 1));
      for (Delivery delivery : part.deliveries()) {
        DeliveryId other = listed.put(delivery.sequence(), delivery.id());
        if (other != null) {
          violations.add(
              "%s and %s have the number %d".formatted(other, delivery.id(), delivery.sequence()));
        }
      }
    } while (!part.deliveries().isEmpty());
    if (listed.size() + voids - voidsBefore != part.next() - 1) {
      violations.add("a number has no report and is not void: " + recipient);
    }
    return listed;
  }
}
