package io.cdrwebhooks.infra;

import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.ITopic;
import software.constructs.Construct;

/// Makes alarms that tell the same topic when they begin to ring, and when they end.
final class AlarmRules {
  private final Construct scope;
  private final SnsAction mail;

  AlarmRules(Construct scope, ITopic topic) {
    this.scope = scope;
    this.mail = new SnsAction(topic);
  }

  /// As soon as something has happened.
  void once(AlarmReason reason, IMetric metric) {
    atLeast(reason, metric, 1, 1);
  }

  /// When something is `least` or more for `periods` in turn.
  void atLeast(AlarmReason reason, IMetric metric, int least, int periods) {
    tell(alarm(reason, metric, least, periods).build());
  }

  /// When something has happened in so many of the last `periods`, in turn or not.
  void nowAndThen(AlarmReason reason, IMetric metric, int often, int periods) {
    tell(alarm(reason, metric, 1, periods).datapointsToAlarm(often).build());
  }

  /// When something is `least` or more for `periods` in turn, and also when nobody says how much it
  /// is.
  void atLeastOrUnknown(AlarmReason reason, IMetric metric, int least, int periods) {
    tell(
        alarm(reason, metric, least, periods).treatMissingData(TreatMissingData.BREACHING).build());
  }

  /// When nothing has happened for `periods` in turn.
  void nothing(AlarmReason reason, IMetric metric, int periods) {
    tell(
        alarm(reason, metric, 1, periods)
            .comparisonOperator(ComparisonOperator.LESS_THAN_THRESHOLD)
            .treatMissingData(TreatMissingData.BREACHING)
            .build());
  }

  private Alarm.Builder alarm(AlarmReason reason, IMetric metric, int threshold, int periods) {
    return Alarm.Builder.create(scope, reason.id())
        .alarmDescription(reason.description())
        .metric(metric)
        .threshold(threshold)
        .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
        .evaluationPeriods(periods)
        .datapointsToAlarm(periods)
        .treatMissingData(TreatMissingData.NOT_BREACHING);
  }

  private void tell(Alarm alarm) {
    alarm.addAlarmAction(mail);
    alarm.addOkAction(mail);
  }
}
