package io.cdrwebhooks.infra;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/// The logs of a deployment: how long they are kept, and who writes them.
final class LogRetention {
  static final int USUAL_DAYS = 30;

  /// CloudWatch accepts only these numbers of days.
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

  /// Creates a log that keeps its lines for the configured days.
  static LogGroup log(Construct scope, String id, DeploymentSettings settings) {
    return LogGroup.Builder.create(scope, id)
        .retention(DAYS.get(settings.operators().logsKeptDays()))
        .build();
  }

  /// Creates the role of a function that may write to this log and, at first, do nothing else.
  static Role writer(Construct scope, String id, LogGroup log) {
    Role role =
        Role.Builder.create(scope, id)
            .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
            .build();
    log.grantWrite(role);
    return role;
  }
}
