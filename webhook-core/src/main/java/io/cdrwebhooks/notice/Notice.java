package io.cdrwebhooks.notice;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;

/// Something that a person should know and perhaps act on.
public sealed interface Notice {
  /// Every attempt for the configuration has failed for a day, since `since`; `delivery` is the
  /// latest to fail.
  record ConfigurationFailing(
      ConfigurationId configuration, String name, Instant since, DeliveryId delivery)
      implements Notice {}

  /// The system disabled a configuration; its deliveries are held. `delivery` is the one whose
  /// attempt was the last straw.
  record ConfigurationDisabled(
      ConfigurationId configuration, String name, String reason, DeliveryId delivery)
      implements Notice {}

  /// A delivery has had its last attempt.
  record DeliveryFailed(
      DeliveryId delivery,
      TaskId task,
      ConfigurationId configuration,
      String fileName,
      String reason)
      implements Notice {}

  /// The receiver was told and has not followed its link, which ends at `validUntil`.
  record LinkUnused(
      DeliveryId delivery,
      TaskId task,
      ConfigurationId configuration,
      String fileName,
      Instant validUntil)
      implements Notice {}
}
