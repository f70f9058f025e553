package io.cdrwebhooks.dispatch.attempt;

import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.report.CountingBounds;
import io.cdrwebhooks.report.ReportInspector;
import io.cdrwebhooks.report.ReportLookup;
import io.cdrwebhooks.report.Reports;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Counts the lines of reports whose exporter gave no number, a few reports at a time.
final class LineCounting {
  /// The most reports that one process counts at once, because of the function's memory.
  private static final int MAX_COUNTED = 10;

  /// The longest wait of a delivery for a free place to count. Then it goes back to its lane.
  private static final Duration PLACE_TIMEOUT = Duration.ofSeconds(5);

  private final Semaphore places = new Semaphore(MAX_COUNTED, true);
  private final Reports reports;
  private final ReportInspector inspector;

  LineCounting(Reports reports, RuntimeInputs inputs) {
    this.reports = reports;
    this.inspector = new ReportInspector(reports, inputs.clock(), inputs.log());
  }

  /// Returns the delivery with its inspection; empty if counting other reports takes too long.
  Optional<Delivery> inspected(Delivery delivery, SendConditions conditions)
      throws InterruptedException {
    if (delivery.inspection().isPresent()) {
      return Optional.of(delivery);
    }
    if (!places.tryAcquire(PLACE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
      return Optional.empty();
    }
    try {
      ReportLookup lookup = reports.lookUp(delivery.report());
      CountingBounds bounds = CountingBounds.until(conditions.countUntil());
      return Optional.of(
          delivery.inspected(inspector.inspect(lookup, bounds, conditions.wantsSha256())));
    } finally {
      places.release();
    }
  }
}
