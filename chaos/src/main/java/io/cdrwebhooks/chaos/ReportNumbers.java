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

/// Compares the numbers of a recipient's deliveries with the list that the receiver can request.
final class ReportNumbers {
  private static final int PAGE = 100;

  final List<String> violations = new ArrayList<>();
  private final Map<Long, DeliveryId> listed = new HashMap<>();
  private long voids;

  /// Requires that each of the recipient's deliveries has one number, that no two have the same,
  /// and that the list names every other number as void.
  ReportNumbers(Deliveries deliveries, Recipient recipient, List<DeliveryId> recorded) {
    long last = list(deliveries, new NumberSeries(recipient.configuration(), recipient.task()));
    for (DeliveryId id : recorded) {
      long number = deliveries.find(id).map(Delivery::sequence).orElse(0L);
      if (!id.equals(listed.get(number))) {
        violations.add(
            "%s of %s has the number %d, which the list gives to %s"
                .formatted(id, recipient, number, listed.get(number)));
      }
    }
    if (listed.size() + voids != last) {
      violations.add("a number has no report and is not void: " + recipient);
    }
  }

  /// Reads the whole list, and returns its last number.
  private long list(Deliveries deliveries, NumberSeries series) {
    // At this time all reports so far are settled, so the list has no reason to omit one.
    Instant settled = Instant.now().plus(NumberedReports.SETTLED_AFTER);
    NumberedReports part = new NumberedReports(List.of(), List.of(), 0, 1);
    do {
      part =
          NumberedReports.of(part.next(), deliveries.numbers(series, part.next(), PAGE), settled);
      part.voids().forEach(gap -> voids += gap.last() - gap.first() + 1);
      for (Delivery delivery : part.deliveries()) {
        DeliveryId other = listed.put(delivery.sequence(), delivery.id());
        if (other != null) {
          violations.add(
              "%s and %s have the number %d".formatted(other, delivery.id(), delivery.sequence()));
        }
      }
    } while (!part.deliveries().isEmpty());
    return part.next() - 1;
  }
}
