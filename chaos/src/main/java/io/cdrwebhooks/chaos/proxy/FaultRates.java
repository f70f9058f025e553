package io.cdrwebhooks.chaos.proxy;

/// How often a proxy does what to a request, each from 0 to 1.
///
/// `late` is a delay longer than the requester waits: it has given up when the request arrives.
public record FaultRates(
    double throttled, double failed, double answerLost, double delayed, double late) {
  /// All is well.
  public static final FaultRates NONE = new FaultRates(0, 0, 0, 0, 0);

  /// More than any service has on a bad day.
  public static final FaultRates BAD_DAY = new FaultRates(0.01, 0.006, 0.006, 0.01, 0.001);
}
