package io.cdrwebhooks.configapi;

import java.util.Set;

/// What the document promises and the handler has not learnt yet, by operation. Empty when all is
/// built.
final class NotYet {
  /// Leads nowhere.
  static final Set<String> ROUTED = Set.of("getStatistics", "getPlatform");

  /// Takes or answers less when it succeeds.
  static final Set<String> AS_DESCRIBED =
      Set.of(
          "listWebhookConfigurations",
          "getWebhookConfiguration",
          "listDeliveries",
          "getDelivery",
          "getStatistics",
          "getPlatform");

  private NotYet() {}
}
