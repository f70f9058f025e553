package io.cdrwebhooks.configapi.configurations;

import io.cdrwebhooks.aws.http.FieldReader;
import io.cdrwebhooks.terms.DownloadProtection;
import io.cdrwebhooks.terms.ReceiverRequests;

/// Reads the field `downloadProtection` of a webhook configuration.
///
/// A body without the field keeps the stored protection: a script that does not know the field must
/// not open the links. Null means none.
final class DownloadProtectionFields {
  private static final String FIELD = FieldNames.DOWNLOAD_PROTECTION;
  private static final String NEEDS_NETWORKS =
      "needs the receiver's networks, in receiverRequests.allowedNetworks";
  private static final String NEEDS_ADDRESSES =
      "must not be networks in this deployment: its linksDomainName hides the addresses of"
          + " receivers. Choose signed-header";

  private DownloadProtectionFields() {}

  /// Reads the field. The reader notes every error; the value is then none. `stored` is the
  /// protection of the configuration; none if it is new. `linksHideCallers` is that of
  /// [ReceiverCheck]: a configuration that already has such a protection can still be changed, for
  /// example disabled.
  static DownloadProtection read(
      FieldReader reader,
      ReceiverRequests requests,
      DownloadProtection stored,
      boolean linksHideCallers) {
    DownloadProtection protection = reader.has(FIELD) ? given(reader) : stored;
    if (protection != DownloadProtection.NETWORKS) {
      return protection;
    }
    boolean opensNoLink = linksHideCallers && stored != protection;
    if (opensNoLink || requests.allowedNetworks().isEmpty()) {
      return reader
          .<DownloadProtection>refuse(FIELD, opensNoLink ? NEEDS_ADDRESSES : NEEDS_NETWORKS)
          .orElse(DownloadProtection.NONE);
    }
    return protection;
  }

  private static DownloadProtection given(FieldReader reader) {
    return reader
        .parsed(FIELD, DownloadProtection::named, "must be one of " + DownloadProtection.words())
        .orElse(DownloadProtection.NONE);
  }
}
