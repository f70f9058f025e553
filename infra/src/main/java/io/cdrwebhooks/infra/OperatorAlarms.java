package io.cdrwebhooks.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.events.EventBus;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.sns.ITopic;
import software.constructs.Construct;

/// What operators get a mail about at once. Each alarm names its section of `docs/runbook.md`.
final class OperatorAlarms extends Construct {
  private final AlarmRules alarms;

  OperatorAlarms(Construct scope, String id, ITopic topic) {
    super(scope, id);
    alarms = new AlarmRules(this, topic);
  }

  /// Work that is late, or that was given up.
  void watchWork(SharedParts parts, FlowMetrics flow) {
    WorkQueue arrivals = parts.arrivals().queue;
    WorkQueue due = parts.dueAttempts();
    WorkQueue background = parts.backgroundWork();
    alarms.once(
        new AlarmReason("ArrivalsDeadLetters", "A message about new reports was set aside."),
        FlowMetrics.messages(arrivals.deadLetters));
    alarms.once(
        new AlarmReason("DueAttemptsDeadLetters", "A message about due attempts was set aside."),
        FlowMetrics.messages(due.deadLetters));
    alarms.once(
        new AlarmReason(
            "BackgroundWorkDeadLetters",
            "A message about a job or an ended delivery was set aside."),
        FlowMetrics.messages(background.deadLetters));
    alarms.atLeast(
        new AlarmReason(
            "ArrivalsWaiting", "A report has waited for a quarter of an hour to be looked at."),
        FlowMetrics.oldestMessage(arrivals.queue),
        15 * 60,
        4); // one that failed once is gone after 21 minutes
    // A message may be delayed for 15 minutes, and fail twice.
    alarms.atLeast(
        new AlarmReason(
            "DueAttemptsWaiting", "A message about due attempts has waited for an hour."),
        FlowMetrics.oldestMessage(due.queue),
        60 * 60,
        3);
    alarms.atLeast(
        new AlarmReason(
            "BackgroundWorkWaiting",
            "A message about a job or an ended delivery has waited for an hour."),
        FlowMetrics.oldestMessage(background.queue),
        60 * 60,
        3);
    alarms.atLeastOrUnknown(
        new AlarmReason(
            "AttemptsOverdue", "A lane is a quarter of an hour late, or no sweep has run."),
        flow.most("OldestOverdueAttemptSeconds"),
        15 * 60,
        3);
    alarms.atLeast(
        new AlarmReason("MessagesFailing", "Messages fail for a fault of ours and are retried."),
        flow.sum("MessagesFailed"),
        10,
        3);
    // SQS leaves a message that was received three times out of the age of its oldest.
    alarms.atLeast(
        new AlarmReason("MessagesExpiring", "Messages have failed in each hour of a day."),
        flow.hourly("MessagesFailed"),
        1,
        24);
    alarms.once(
        new AlarmReason(
            "EgressBroken", "Receivers cannot be reached because of our own network or limits."),
        flow.sum("OurFaults"));
    alarms.atLeast(
        new AlarmReason("TablesThrottled", "Tables refuse requests."),
        FlowMetrics.throttledTables(parts.tables().all()),
        1,
        3);
    alarms.atLeast(
        new AlarmReason("IndexesThrottled", "Indexes of tables refuse writes.", "TablesThrottled"),
        FlowMetrics.throttledIndexes(parts.tables()),
        1,
        3);
  }

  /// What went wrong with reports and their receivers.
  void watchReports(ReportArrivals arrivals, FlowMetrics flow) {
    alarms.once(
        new AlarmReason(
            "ReportsUnrouted", "Reports of an unknown task have arrived: no receiver gets them."),
        flow.sum("ReportsUnrouted"));
    alarms.once(
        new AlarmReason("ReportsReconciled", "Reports have arrived whose event was lost or late."),
        flow.sum("ReportsReconciled"));
    alarms.nothing(
        new AlarmReason("ReconciliationMissing", "For three hours no reconciliation has begun."),
        flow.hourly("ReconciliationsBegun"),
        3);
    alarms.once(
        new AlarmReason(
            "ConfigurationsDisabled",
            "A receiver failed for so long, or is gone, that its configuration was disabled."),
        flow.sum("ConfigurationsDisabled"));
    arrivals.existingBucketRule.ifPresent(
        ruleName ->
            alarms.once(
                new AlarmReason(
                    "ArrivalsRuleFailing", "Events of the bucket do not reach the queue."),
                failedInvocations(Map.of("RuleName", ruleName))));
  }

  /// Functions that fail, that Lambda does not run, and that were not called.
  void watchFunctions(Functions functions) {
    functions.byName().forEach((name, function) -> watch(name, function.live));
  }

  void watchApi(HttpApi api) {
    alarms.atLeast(
        new AlarmReason("ApiFailing", "The API answers with errors of ours."),
        api.metricServerError(FlowMetrics.summed()),
        5,
        2);
    // Where few ask, five in five minutes never come together.
    alarms.nowAndThen(
        new AlarmReason(
            "ApiFailingNowAndThen", "The API keeps answering with errors of ours.", "ApiFailing"),
        api.metricServerError(FlowMetrics.summed()),
        3,
        12);
  }

  void watchNotices(EventBus notices, List<Rule> rules) {
    for (Rule rule : rules) {
      alarms.once(
          new AlarmReason(
              rule.getNode().getId() + "MailFailing",
              "Notices of this kind do not become mail.",
              "NoticeMailFailing"),
          failedInvocations(
              // A rule on a bus of our own: its ARN ends with the bus and the rule.
              Map.of(
                  "EventBusName", notices.getEventBusName(),
                  "RuleName", Fn.select(2, Fn.split("/", rule.getRuleArn())))));
    }
  }

  private void watch(String name, Alias function) {
    alarms.atLeast(
        new AlarmReason(name + "Errors", "The function ends with an error.", "FunctionErrors"),
        function.metricErrors(FlowMetrics.summed()),
        1,
        3);
    alarms.atLeast(
        new AlarmReason(
            name + "Throttled",
            "Lambda does not run the function as often as it is called.",
            "FunctionThrottled"),
        function.metricThrottles(FlowMetrics.summed()),
        1,
        3);
    alarms.once(
        new AlarmReason(
            name + "RecursionStopped",
            "Lambda has stopped a chain in which the function causes its own invocations.",
            "RecursionStopped"),
        FlowMetrics.recursionsStopped(function));
    alarms.nothing(
        new AlarmReason(
            name + "CanaryMissing",
            "No call of the function has ended well for two days, not even its canary's.",
            "CanaryMissing"),
        FlowMetrics.endedWell(function),
        2);
  }

  private static Metric failedInvocations(Map<String, String> dimensions) {
    return FlowMetrics.summed("AWS/Events", "FailedInvocations", dimensions);
  }
}
