package io.cdrwebhooks.terms;

/// What a webhook configuration agrees with its receiver: how fast it gets requests, which payload
/// it reads, what protects its download links, whether it may send requests, and whether it gets
/// notices ([io.cdrwebhooks.notice.ReceiverNotice]) in addition to announcements.
///
/// Links that are allowed from networks alone need at least one network.
public record ReceiverTerms(
    SendLimits limits,
    PayloadVersion payloadVersion,
    DownloadProtection downloadProtection,
    ReceiverRequests receiverRequests,
    boolean receiverNotices) {
  /// The terms of a configuration that chooses none.
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
  /// statements, against which it may confirm files.
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
