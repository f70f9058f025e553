package io.cdrwebhooks.notice;

/// The topics of SNS that mail notices to people. Both may have the same address.
public enum MailTopic {
  /// It may use the last permit of a second too, so digests never keep out a disabled
  /// configuration.
  ALARMS(5),
  NOTICES(4);

  private final int most;

  MailTopic(int most) {
    this.most = most;
  }

  /// Returns how many notices both topics together may have mailed in a second, with one on this
  /// topic. SNS allows ten. This is half of them, because mails of two seconds may arrive in one,
  /// and the alarms of CloudWatch are mailed too.
  public int mostInASecond() {
    return most;
  }
}
