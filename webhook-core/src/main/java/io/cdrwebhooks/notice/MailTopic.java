package io.cdrwebhooks.notice;

/// The topics of SNS that mail notices to people. SNS suspends an address on each separately.
public enum MailTopic {
  ALARMS,
  NOTICES;

  /// How many notices a topic may mail in a second: half of what SNS allows, because mails of two
  /// seconds may arrive in one, and the alarms of CloudWatch use the topic of the alarms too.
  public static final int MAX_IN_A_SECOND = 5;
}
