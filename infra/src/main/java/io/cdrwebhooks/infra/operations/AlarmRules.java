package io.cdrwebhooks.infra.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.AlarmBase;
import software.amazon.awscdk.services.cloudwatch.AlarmRule;
import software.amazon.awscdk.services.cloudwatch.AlarmState;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.CompositeAlarm;
import software.amazon.awscdk.services.cloudwatch.IAlarmRule;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.ITopic;
import software.constructs.Construct;

/// Creates alarms that notify one topic when they start and when they end.
///
/// An alarm has an id, a meaning in one sentence, and a section of the runbook with the steps to
/// take. The section's heading is the id in words. `created` gets each new alarm.
record AlarmRules(Construct scope, Consumer<AlarmBase> created) {
  /// Creates rules whose alarms notify `topic`.
  static AlarmRules notifying(ITopic topic, Construct scope) {
    SnsAction mail = new SnsAction(topic);
    return new AlarmRules(
        scope,
        alarm -> {
          alarm.addAlarmAction(mail);
          alarm.addOkAction(mail);
        });
  }

  /// Alarms when at least one of the causes alarms. The causes themselves send no mail: the first
  /// step is the same for each of them, and the mail names the cause.
  void anyOf(String id, String meaning, Consumer<AlarmRules> causes) {
    List<IAlarmRule> each = new ArrayList<>();
    causes.accept(
        new AlarmRules(scope, cause -> each.add(AlarmRule.fromAlarm(cause, AlarmState.ALARM))));
    created.accept(
        CompositeAlarm.Builder.create(scope, id)
            .alarmDescription(description(id, meaning))
            .alarmRule(AlarmRule.anyOf(each.toArray(IAlarmRule[]::new)))
            .build());
  }

  /// Alarms as soon as one event has occurred.
  void once(String id, String meaning, IMetric metric) {
    atLeast(id, meaning, metric, 1, 1);
  }

  /// Alarms when the value is `least` or more for `periods` in a row.
  void atLeast(String id, String meaning, IMetric metric, int least, int periods) {
    created.accept(alarm(id, meaning, metric, least, periods).build());
  }

  /// Alarms when an event has occurred in `often` of the last `periods`, in a row or not.
  void nowAndThen(String id, String meaning, IMetric metric, int often, int periods) {
    created.accept(alarm(id, meaning, metric, 1, periods).datapointsToAlarm(often).build());
  }

  /// Alarms when the value is `least` or more for `periods` in a row, and also when data is
  /// missing.
  void atLeastOrUnknown(String id, String meaning, IMetric metric, int least, int periods) {
    created.accept(
        alarm(id, meaning, metric, least, periods)
            .treatMissingData(TreatMissingData.BREACHING)
            .build());
  }

  private Alarm.Builder alarm(
      String id, String meaning, IMetric metric, int threshold, int periods) {
    return Alarm.Builder.create(scope, id)
        .alarmDescription(description(id, meaning))
        .metric(metric)
        .threshold(threshold)
        .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
        .evaluationPeriods(periods)
        .datapointsToAlarm(periods)
        .treatMissingData(TreatMissingData.NOT_BREACHING);
  }

  /// Names the section: `DeadLetters` becomes `docs/runbook.md#dead-letters`.
  private static String description(String id, String meaning) {
    String anchor = id.replaceAll("(?<=[a-z])(?=[A-Z])", "-");
    return meaning + " What to do: docs/runbook.md#" + anchor.toLowerCase(Locale.ROOT);
  }
}
