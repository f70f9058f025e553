package io.cdrwebhooks.notice;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;

/// A message to operators that may need action.
public sealed interface Notice {
  /// Every attempt for the configuration has failed since `since`, for a day; `delivery` is the
  /// latest to fail.
  record ConfigurationFailing(
      ConfigurationId configuration, String name, Instant since, DeliveryId delivery)
      implements Notice {}

  /// The system disabled a configuration, and its deliveries are held. `delivery` is the one whose
  /// attempt caused it.
  record ConfigurationDisabled(
      ConfigurationId configuration, String name, String reason, DeliveryId delivery)
      implements Notice {}

  /// The last attempt of a delivery has failed.
  record DeliveryFailed(
      DeliveryId delivery,
      TaskId task,
      ConfigurationId configuration,
      String fileName,
      String reason)
      implements Notice {}

  /// The receiver accepted the delivery and has not followed its link, which is valid until
  /// `validUntil`.
  record LinkUnused(
      DeliveryId delivery,
      TaskId task,
      ConfigurationId configuration,
      String fileName,
      Instant validUntil)
      implements Notice {}
}
