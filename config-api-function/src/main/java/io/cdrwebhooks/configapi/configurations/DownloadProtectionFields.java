package io.cdrwebhooks.configapi.configurations;

import io.cdrwebhooks.configapi.http.FieldReader;
import io.cdrwebhooks.configuration.DownloadProtection;
import io.cdrwebhooks.configuration.ReceiverRequests;

/// Reads the field `downloadProtection` of a webhook configuration. Absent or null means none.
final class DownloadProtectionFields {
  static final String FIELD = "downloadProtection";
  private static final String NEEDS_NETWORKS =
      "needs the receiver's networks, in receiverRequests.allowedNetworks";

  private DownloadProtectionFields() {}

  /// Reads the field. The reader notes every error, and then the value does not matter.
  static DownloadProtection read(FieldReader reader, ReceiverRequests requests) {
    DownloadProtection protection =
        reader
            .parsed(
                FIELD, DownloadProtection::named, "must be one of " + DownloadProtection.words())
            .orElse(DownloadProtection.STANDARD);
    if (protection == DownloadProtection.NETWORKS && requests.allowedNetworks().isEmpty()) {
      return reader
          .<DownloadProtection>refuse(FIELD, NEEDS_NETWORKS)
          .orElse(DownloadProtection.STANDARD);
    }
    return protection;
  }
}
