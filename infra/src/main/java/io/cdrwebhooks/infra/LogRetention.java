package io.cdrwebhooks.infra;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/// How long log lines are kept: CloudWatch knows these numbers of days only.
final class LogRetention {
  static final int USUAL_DAYS = 30;

  static final Map<Integer, RetentionDays> DAYS =
      new TreeMap<>(
          Map.of(
              1, RetentionDays.ONE_DAY,
              7, RetentionDays.ONE_WEEK,
              14, RetentionDays.TWO_WEEKS,
              30, RetentionDays.ONE_MONTH,
              60, RetentionDays.TWO_MONTHS,
              90, RetentionDays.THREE_MONTHS,
              180, RetentionDays.SIX_MONTHS,
              365, RetentionDays.ONE_YEAR));

  private LogRetention() {}

  /// A log whose lines go when their days are over.
  static LogGroup log(Construct scope, String id, DeploymentSettings settings) {
    return LogGroup.Builder.create(scope, id)
        .retention(DAYS.get(settings.operators().logsKeptDays()))
        .build();
  }
}
