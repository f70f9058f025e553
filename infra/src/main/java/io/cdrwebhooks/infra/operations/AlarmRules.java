package io.cdrwebhooks.infra.operations;

import java.util.Locale;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.ITopic;
import software.constructs.Construct;

/// Creates alarms that notify one topic when they start and when they end.
///
/// An alarm has an id, a meaning in one sentence, and a section of the runbook that says what to
/// do. The section is the id in words.
record AlarmRules(Construct scope, SnsAction mail) {
  AlarmRules(Construct scope, ITopic topic) {
    this(scope, new SnsAction(topic));
  }

  /// Creates alarms that notify another topic.
  AlarmRules sentTo(ITopic topic) {
    return new AlarmRules(scope, topic);
  }

  /// Alarms as soon as something has happened.
  void once(String id, String meaning, IMetric metric) {
    atLeast(id, meaning, metric, 1, 1);
  }

  /// Alarms when the value is `least` or more for `periods` in a row.
  void atLeast(String id, String meaning, IMetric metric, int least, int periods) {
    notifyTopic(alarm(id, meaning, metric, least, periods));
  }

  /// Alarms when something has happened in `often` of the last `periods`, in a row or not.
  void nowAndThen(String id, String meaning, IMetric metric, int often, int periods) {
    notifyTopic(alarm(id, meaning, metric, 1, periods).datapointsToAlarm(often));
  }

  /// Alarms when the value is `least` or more for `periods` in a row, and also when data is
  /// missing.
  void atLeastOrUnknown(String id, String meaning, IMetric metric, int least, int periods) {
    notifyTopic(
        alarm(id, meaning, metric, least, periods).treatMissingData(TreatMissingData.BREACHING));
  }

  /// Starts an alarm that names its section: `DeadLetters` becomes `docs/runbook.md#dead-letters`.
  private Alarm.Builder alarm(
      String id, String meaning, IMetric metric, int threshold, int periods) {
    String anchor = id.replaceAll("(?<=[a-z])(?=[A-Z])", "-");
    return Alarm.Builder.create(scope, id)
        .alarmDescription(
            meaning + " What to do: docs/runbook.md#" + anchor.toLowerCase(Locale.ROOT))
        .metric(metric)
        .threshold(threshold)
        .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
        .evaluationPeriods(periods)
        .datapointsToAlarm(periods)
        .treatMissingData(TreatMissingData.NOT_BREACHING);
  }

  private void notifyTopic(Alarm.Builder rule) {
    Alarm alarm = rule.build();
    alarm.addAlarmAction(mail);
    alarm.addOkAction(mail);
  }
}
