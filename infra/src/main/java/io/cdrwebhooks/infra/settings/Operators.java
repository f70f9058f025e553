package io.cdrwebhooks.infra.settings;

import static io.cdrwebhooks.infra.settings.UnusableSettingsException.require;

import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awscdk.services.lambda.SystemLogLevel;
import software.amazon.awscdk.services.logs.RetentionDays;

/// The mail, logs and traces for operators. Notices may go to another address than alarms. Without
/// a monthly budget, AWS sends no notice of costs.
public record Operators(
    String alarmEmail,
    String noticeEmail,
    OptionalInt monthlyBudgetUsd,
    int logsKeptDays,
    SystemLogLevel systemLogLevel,
    boolean tracing) {
  public static final int USUAL_DAYS_OF_LOGS = 30;

  /// CloudWatch accepts only these numbers of days.
  private static final Map<Integer, RetentionDays> DAYS_OF_LOGS =
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

  public Operators {
    requireAddress("alarmEmail", alarmEmail);
    requireAddress("noticeEmail", noticeEmail);
    int budget = monthlyBudgetUsd.orElse(1);
    require(budget > 0, "monthlyBudgetUsd must be a number above 0: " + budget);
    require(
        DAYS_OF_LOGS.containsKey(logsKeptDays),
        "logsKeptDays must be one of " + DAYS_OF_LOGS.keySet() + ": " + logsKeptDays);
  }

  static Operators read(SettingsFile file) {
    return new Operators(
        file.text("alarmEmail"),
        file.optional("noticeEmail").orElse(file.text("alarmEmail")),
        file.optionalNumber("monthlyBudgetUsd"),
        file.optionalNumber("logsKeptDays").orElse(USUAL_DAYS_OF_LOGS),
        systemLogLevel(file),
        file.isTrue("tracing"));
  }

  private static void requireAddress(String setting, String address) {
    require(
        NameRules.EMAIL.matcher(address).matches(),
        setting
            + " must be one plain address such as operators@example.com, of at most 254"
            + " characters: "
            + address);
  }

  private static SystemLogLevel systemLogLevel(SettingsFile file) {
    String level = file.optional("systemLogLevel").orElse(SystemLogLevel.WARN.name());
    return Stream.of(SystemLogLevel.values())
        .filter(each -> each.name().equals(level))
        .findFirst()
        .orElseThrow(
            () ->
                new UnusableSettingsException(
                    "systemLogLevel must be DEBUG, INFO or WARN: " + level));
  }

  public RetentionDays logsKept() {
    return Objects.requireNonNull(DAYS_OF_LOGS.get(logsKeptDays));
  }
}
