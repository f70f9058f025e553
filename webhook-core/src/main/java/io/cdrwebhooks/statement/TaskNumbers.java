package io.cdrwebhooks.statement;

import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryLists;
import io.cdrwebhooks.delivery.DeliveryLists.NumberBefore;
import io.cdrwebhooks.delivery.NumberSeries;
import io.cdrwebhooks.delivery.NumberedReports;
import io.cdrwebhooks.delivery.NumberedReports.VoidNumbers;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The numbers of one task's reports in a part of a statement: the lowest and the highest, and the
/// void or expired numbers directly below them.
///
/// A void number belongs to the report with the next number, so both are in the same part. A number
/// that is neither here nor void has its report in another part. `expiredUpTo` is the last number
/// whose report may have been removed, 0 if none is.
record TaskNumbers(TaskId task, long first, long last, List<VoidNumbers> voids, long expiredUpTo) {
  TaskNumbers {
    voids = List.copyOf(voids);
  }

  /// Returns the numbers of each task that has numbered reports in this list, ordered by task. The
  /// reports are older than [NumberedReports#SETTLED_AFTER], so missing numbers below them are
  /// void.
  static List<TaskNumbers> of(List<Delivery> reports, DeliveryLists deliveries, Instant now) {
    NavigableMap<Long, NavigableSet<Long>> numbers = new TreeMap<>();
    for (Delivery report : reports) {
      if (report.sequence() > 0) {
        numbers
            .computeIfAbsent(report.taskId().value(), _ -> new TreeSet<>())
            .add(report.sequence());
      }
    }
    return numbers.entrySet().stream()
        .map(
            each ->
                of(
                    new NumberSeries(
                        reports.getFirst().configurationId().orElseThrow(),
                        new TaskId(each.getKey())),
                    each.getValue(),
                    deliveries,
                    now))
        .toList();
  }

  private static TaskNumbers of(
      NumberSeries series, NavigableSet<Long> numbers, DeliveryLists deliveries, Instant now) {
    List<VoidNumbers> voids = new ArrayList<>();
    long expiredUpTo = 0;
    for (long number : numbers) {
      if (number == 1 || numbers.contains(number - 1)) {
        continue;
      }
      NumberBefore before = deliveries.numberBefore(series, number);
      if (before.number() == number - 1) {
        continue;
      }
      if (before.since().filter(now.minus(NumberedReports.STORED_FOR)::isBefore).isPresent()) {
        voids.add(new VoidNumbers(before.number() + 1, number - 1));
      } else {
        expiredUpTo = number - 1;
      }
    }
    return new TaskNumbers(series.task(), numbers.first(), numbers.last(), voids, expiredUpTo);
  }
}
