package io.cdrwebhooks.log;

/// The metrics that the functions publish. The title is the metric's name in CloudWatch.
public enum Metric {
  REPORTS_RECORDED("ReportsRecorded", "Count"),
  REPORTS_UNROUTED("ReportsUnrouted", "Count"),
  REPORTS_HELD("ReportsHeld", "Count"),
  REPORTS_REPEATED("ReportsRepeated", "Count"),
  REPORTS_RECONCILED("ReportsReconciled", "Count"),
  RECONCILIATIONS_BEGUN("ReconciliationsBegun", "Count"),
  ATTEMPTS_DELIVERED("AttemptsDelivered", "Count"),
  ATTEMPTS_REJECTED("AttemptsRejected", "Count"),
  ATTEMPTS_UNREACHABLE("AttemptsUnreachable", "Count"),
  ATTEMPTS_BLOCKED("AttemptsBlocked", "Count"),
  LEASES_LOST("LeasesLost", "Count"),
  DELIVERIES_FAILED("DeliveriesFailed", "Count"),
  DELIVERIES_HELD("DeliveriesHeld", "Count"),
  CONFIGURATIONS_DISABLED("ConfigurationsDisabled", "Count"),
  LINKS_UNUSED("LinksUnused", "Count"),
  /// Receipts for a file that differs from the announced one.
  FILES_DIFFERENT("FilesDifferent", "Count"),
  /// Checks that found no confirmed mail subscription of a topic.
  ALARMS_UNCONFIRMED("AlarmsUnconfirmed", "Count"),
  NOTICES_UNCONFIRMED("NoticesUnconfirmed", "Count"),
  MESSAGES_FAILED("MessagesFailed", "Count"),
  /// Attempts that could not be made because of our network, DNS, trust store or limits.
  OUR_FAULTS("OurFaults", "Count"),
  /// The sum of durations; divided by the number of attempts it gives the average.
  ATTEMPT_MILLIS("AttemptMilliseconds", "Milliseconds"),
  /// Reports that their receiver accepted at the first attempt.
  DELIVERED_AT_ONCE("DeliveredAtOnce", "Count"),
  /// The sum of times from recording a report that was accepted at once to its receiver's answer;
  /// divided by their number it gives the average.
  DELIVERED_AT_ONCE_MILLIS("DeliveredAtOnceMilliseconds", "Milliseconds"),
  /// The delay of the oldest overdue attempt; 0 when none is late.
  OLDEST_OVERDUE_SECONDS("OldestOverdueAttemptSeconds", "Seconds");

  private final String title;
  private final String unit;

  Metric(String title, String unit) {
    this.title = title;
    this.unit = unit;
  }

  /// Returns its name in CloudWatch.
  public String title() {
    return title;
  }

  /// Returns its unit as CloudWatch names it.
  public String unit() {
    return unit;
  }
}
