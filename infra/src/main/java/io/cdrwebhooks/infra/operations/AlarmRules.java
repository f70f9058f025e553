package io.cdrwebhooks.infra.operations;

import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.ITopic;
import software.constructs.Construct;

/// Creates alarms that notify one topic when they start and when they end.
final class AlarmRules {
  private final Construct scope;
  private final SnsAction mail;

  AlarmRules(Construct scope, ITopic topic) {
    this.scope = scope;
    this.mail = new SnsAction(topic);
  }

  /// Alarms as soon as something has happened.
  void once(AlarmReason reason, IMetric metric) {
    atLeast(reason, metric, 1, 1);
  }

  /// Alarms when the value is `least` or more for `periods` in a row.
  void atLeast(AlarmReason reason, IMetric metric, int least, int periods) {
    notifyTopic(alarm(reason, metric, least, periods).build());
  }

  /// Alarms when something has happened in `often` of the last `periods`, in a row or not.
  void nowAndThen(AlarmReason reason, IMetric metric, int often, int periods) {
    notifyTopic(alarm(reason, metric, 1, periods).datapointsToAlarm(often).build());
  }

  /// Alarms when the value is `least` or more for `periods` in a row, and also when data is
  /// missing.
  void atLeastOrUnknown(AlarmReason reason, IMetric metric, int least, int periods) {
    notifyTopic(
        alarm(reason, metric, least, periods).treatMissingData(TreatMissingData.BREACHING).build());
  }

  /// Alarms when nothing has happened for `periods` in a row.
  void nothing(AlarmReason reason, IMetric metric, int periods) {
    notifyTopic(
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

  private void notifyTopic(Alarm alarm) {
    alarm.addAlarmAction(mail);
    alarm.addOkAction(mail);
  }
}
