package io.cdrwebhooks.terms;

/// The terms that a webhook configuration agrees with its receiver: the limits of sending, the
/// payload version, the protection of download links, whether the receiver may send requests, and
/// whether it gets notices ([io.cdrwebhooks.notice.ReceiverNotice]) in addition to announcements.
///
/// Protection by networks needs at least one network.
public record ReceiverTerms(
    SendLimits limits,
    PayloadVersion payloadVersion,
    DownloadProtection downloadProtection,
    ReceiverRequests receiverRequests,
    boolean receiverNotices) {
  /// The terms if a configuration chooses none.
  public static final ReceiverTerms STANDARD =
      new ReceiverTerms(
          SendLimits.STANDARD,
          PayloadVersion.STANDARD,
          DownloadProtection.STANDARD,
          ReceiverRequests.OFF,
          false);

  public ReceiverTerms {
    if (downloadProtection == DownloadProtection.NETWORKS
        && receiverRequests.allowedNetworks().isEmpty()) {
      throw new IllegalArgumentException("links must be allowed from at least one network");
    }
  }

  /// Returns whether the receiver sees the digest of its files: in payload 2, or in lists and
  /// statements, with which it may compare its files.
  public boolean wantsSha256() {
    return payloadVersion == PayloadVersion.TWO || receiverRequests.enabled();
  }

  /// Returns whether a request for a download link must be signed. Then issuing one needs the
  /// Signatures.
  public boolean signsLinks() {
    return downloadProtection == DownloadProtection.SIGNED_HEADER;
  }

  /// Returns the same terms with other limits.
  public ReceiverTerms with(SendLimits other) {
    return new ReceiverTerms(
        other, payloadVersion, downloadProtection, receiverRequests, receiverNotices);
  }
}
