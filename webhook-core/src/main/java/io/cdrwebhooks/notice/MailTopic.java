package io.cdrwebhooks.notice;

/// The topics of SNS that mail notices to people. Both may have the same address.
public enum MailTopic {
  /// Alarms. They may also take the last permit of a second, so digests never keep out the notice
  /// of a disabled configuration.
  ALARMS(5),
  NOTICES(4);

  private final int most;

  MailTopic(int most) {
    this.most = most;
  }

  /// Returns how many notices both topics together may mail in a second, including the one on this
  /// topic. SNS allows ten. This is half of them, because mails of two seconds may arrive in one,
  /// and CloudWatch mails its alarms too.
  public int mostInASecond() {
    return most;
  }
}
