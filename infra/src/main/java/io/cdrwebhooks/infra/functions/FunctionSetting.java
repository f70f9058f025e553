package io.cdrwebhooks.infra.functions;

/// A setting of a function: an environment variable of exactly this name.
enum FunctionSetting {
  WEBHOOK_CONFIGURATIONS_TABLE,
  CDR_TASKS_TABLE,
  DELIVERIES_TABLE,
  DOWNLOAD_LINKS_TABLE,
  STATISTICS_TABLE,
  DUE_ATTEMPTS_QUEUE_URL,
  BACKGROUND_WORK_QUEUE_URL,
  DUE_ATTEMPTS_DEAD_LETTERS_URL,
  BACKGROUND_WORK_DEAD_LETTERS_URL,
  ARRIVALS_DEAD_LETTERS_URL,
  NOTICES_BUS_NAME,
  REPORT_BUCKET,
  /// The https address before the API's base path, without a final slash.
  CALLBACK_BASE_URL,
  SIGNATURE_KMS_KEY_ID,
  /// `true` or `false`.
  HTTP_RECEIVERS_ALLOWED,
  /// Blocks in CIDR notation, separated by commas; not set if there are none.
  REFUSED_ADDRESS_BLOCKS,
  /// The addresses that receivers see, separated by commas; empty if they are not fixed.
  EGRESS_IPS,
  /// An https address that is always reachable unless our egress, DNS or trust store is broken.
  EGRESS_CANARY_URL,
  METRICS_NAMESPACE,
  READ_SCOPE,
  WRITE_SCOPE
}
