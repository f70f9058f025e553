package io.cdrwebhooks.aws;

/// The environment variables that give a function its settings. `infra` writes them; a function's
/// `...Environment` record reads them with [FunctionVariables].
public enum FunctionVariable {
  /// Optional: the only hosts that receivers may have. Example: `a.example.com,*.example.org`.
  ALLOWED_RECEIVER_HOSTS,
  ARRIVALS_DEAD_LETTERS_URL,
  BACKGROUND_WORK_DEAD_LETTERS_URL,
  BACKGROUND_WORK_QUEUE_URL,
  /// The address before the paths of download links.
  CALLBACK_BASE_URL,
  CDR_TASKS_TABLE,
  CHANGES_TABLE,
  DELIVERIES_TABLE,
  /// Optional: the header that proves that a request is from the console's distribution.
  DISTRIBUTION_SECRET,
  DOWNLOAD_LINKS_TABLE,
  DUE_ATTEMPTS_DEAD_LETTERS_URL,
  DUE_ATTEMPTS_QUEUE_URL,
  /// Optional: an address that always answers unless our egress is broken.
  EGRESS_CANARY_URL,
  /// Optional: the addresses that call receivers, separated by commas.
  EGRESS_IPS,
  /// Optional: `true` allows receivers without TLS.
  HTTP_RECEIVERS_ALLOWED,
  /// Optional: `true` stores the bodies of 2xx answers, too.
  KEEP_SUCCESSFUL_ANSWERS,
  /// Optional: `true` if a distribution is in front of download links.
  LINKS_HIDE_CALLERS,
  /// Optional: the namespace of the function's metrics.
  METRICS_NAMESPACE,
  NOTICES_BUS_NAME,
  /// Optional: the scope of a token that may read from the API.
  READ_SCOPE,
  /// Optional: blocks of addresses that receivers must not have, in addition to all addresses that
  /// are not public. Example: `203.0.113.0/24,2001:db8::/32`.
  REFUSED_ADDRESS_BLOCKS,
  REPORT_BUCKET,
  SIGNATURE_KMS_KEY_ID,
  STATISTICS_TABLE,
  WEBHOOK_CONFIGURATIONS_TABLE,
  /// Optional: the group of the deployment's user pool whose members may change things.
  WRITERS_GROUP,
  /// Optional: the scope of a token that may change things through the API.
  WRITE_SCOPE
}
