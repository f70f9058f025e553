package io.cdrwebhooks.infra;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/// The logs of a deployment: how long their lines are kept, and who writes them.
final class LogRetention {
  static final int USUAL_DAYS = 30;

  /// CloudWatch knows these numbers of days only.
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

  /// The role of a function that may write to this log, and at first nothing else.
  static Role writer(Construct scope, String id, LogGroup log) {
    Role role =
        Role.Builder.create(scope, id)
            .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
            .build();
    log.grantWrite(role);
    return role;
  }
}
