package io.cdrwebhooks.infra;

/// A setting that a function reads from its environment, under exactly this name.
enum FunctionSetting {
  WEBHOOK_CONFIGURATIONS_TABLE,
  CDR_TASKS_TABLE,
  DELIVERIES_TABLE,
  DOWNLOAD_LINKS_TABLE,
  DUE_ATTEMPTS_QUEUE_URL,
  /// The https address before the API's base path, without a slash at its end.
  CALLBACK_BASE_URL,
  SIGNATURE_KMS_KEY_ID,
  /// `true` or `false`.
  HTTP_RECEIVERS_ALLOWED
}
