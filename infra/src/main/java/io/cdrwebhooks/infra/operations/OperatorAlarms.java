package io.cdrwebhooks.infra.operations;

import io.cdrwebhooks.infra.functions.PublishedFunction;
import io.cdrwebhooks.infra.functions.SharedParts;
import io.cdrwebhooks.infra.storage.ReportArrivals;
import io.cdrwebhooks.infra.storage.WorkQueue;
import io.cdrwebhooks.log.Metric;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.events.EventBus;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/// The alarms that are mailed to operators at once. Each names its section of `docs/runbook.md`.
final class OperatorAlarms extends Construct {
  private final AlarmRules alarms;

  OperatorAlarms(Construct scope, String id, ITopic topic) {
    super(scope, id);
    alarms = new AlarmRules(this, topic);
  }

  /// Watches for work that is late or was given up.
  void watchWork(SharedParts parts, FlowMetrics flow) {
    WorkQueue arrivals = parts.arrivals().queue;
    WorkQueue due = parts.dueAttempts();
    WorkQueue background = parts.backgroundWork();
    watchDeadLetters(arrivals, "new reports");
    watchDeadLetters(due, "due attempts");
    watchDeadLetters(background, "a job or an ended delivery");
    // A message that failed once is gone after 21 minutes.
    watchAge(arrivals, "new reports has waited for 15 minutes.", 15 * 60, 4);
    // A message may be delayed for 15 minutes, and fail twice.
    watchAge(due, "due attempts has waited for an hour.", 60 * 60, 3);
    watchAge(background, "a job or an ended delivery has waited for an hour.", 60 * 60, 3);
    alarms.atLeastOrUnknown(
        "AttemptsOverdue",
        "A lane is 15 minutes late, or no sweep has run.",
        flow.most(Metric.OLDEST_OVERDUE_SECONDS),
        15 * 60,
        3);
    alarms.atLeast(
        "MessagesFailing",
        "Messages fail because of an error in the service, and are retried.",
        flow.sum(Metric.MESSAGES_FAILED),
        10,
        3);
    // SQS leaves a message that was received three times out of the age of its oldest.
    alarms.atLeast(
        "MessagesExpiring",
        "Messages have failed in every hour of a day.",
        flow.sumOf(Metric.MESSAGES_FAILED, Duration.ofHours(1)),
        1,
        24);
    alarms.once(
        "EgressBroken",
        "The service cannot reach receivers because of faults in its network or limits.",
        flow.sum(Metric.OUR_FAULTS));
    alarms.atLeast(
        "TablesThrottled",
        "DynamoDB throttles requests to tables.",
        FlowMetrics.throttledTables(parts.tables().all()),
        1,
        3);
    alarms
        .inSection("TablesThrottled")
        .atLeast(
            "IndexesThrottled",
            "DynamoDB throttles writes to the indexes of tables.",
            FlowMetrics.throttledIndexes(parts.tables()),
            1,
            3);
  }

  private void watchDeadLetters(WorkQueue work, String about) {
    alarms.once(
        work.getNode().getId() + "DeadLetters",
        "A message about " + about + " is in the dead-letter queue.",
        work.deadLetters.metricApproximateNumberOfMessagesVisible());
  }

  private void watchAge(WorkQueue work, String aboutAndAge, int seconds, int periods) {
    alarms.atLeast(
        work.getNode().getId() + "Waiting",
        "A message about " + aboutAndAge,
        work.queue.metricApproximateAgeOfOldestMessage(),
        seconds,
        periods);
  }

  /// Watches for faults with reports and their receivers.
  void watchReports(ReportArrivals arrivals, FlowMetrics flow) {
    alarms.once(
        "ReportsUnrouted",
        "Reports of an unknown task have arrived, and no receiver gets them.",
        flow.sum(Metric.REPORTS_UNROUTED));
    alarms.once(
        "ReportsReconciled",
        "Reports were found whose event was lost or late.",
        flow.sum(Metric.REPORTS_RECONCILED));
    alarms.nothing(
        "ReconciliationMissing",
        "No reconciliation has started for two days.",
        flow.sumOf(Metric.RECONCILIATIONS_BEGUN, Duration.ofDays(1)),
        2);
    alarms.atLeast(
        "SecondEventsMissing",
        "The bucket's second events do not reach the queue: a lost event is found days late.",
        flow.daysWithout(arrivals.secondEventsRule),
        1,
        2);
    alarms.once(
        "ConfigurationsDisabled",
        "The service has disabled a configuration: its receiver failed for days, or answered"
            + " 410.",
        flow.sum(Metric.CONFIGURATIONS_DISABLED));
    arrivals.existingBucketRule.ifPresent(
        ruleName ->
            alarms.once(
                "ArrivalsRuleFailing",
                "Events of the bucket do not reach the queue.",
                failedInvocations(Map.of("RuleName", ruleName))));
  }

  /// Watches for functions that fail, that Lambda throttles, or that were not called.
  void watchFunctions(List<PublishedFunction> functions) {
    functions.forEach(function -> watch(function.name(), function.live));
  }

  void watchApi(HttpApi api) {
    alarms.atLeast(
        "ApiFailing", "The API answers with server errors.", api.metricServerError(), 5, 2);
    // On an API with few requests, five errors in five minutes never occur.
    alarms
        .inSection("ApiFailing")
        .nowAndThen(
            "ApiFailingNowAndThen",
            "The API repeatedly answers with server errors.",
            api.metricServerError(),
            3,
            12);
  }

  void watchNotices(EventBus notices, List<Rule> rules) {
    for (Rule rule : rules) {
      alarms
          .inSection("NoticeMailFailing")
          .once(
              rule.getNode().getId() + "MailFailing",
              "Notices of this kind are not sent as mail.",
              failedInvocations(
                  // A rule on a bus of our own: its ARN ends with the bus and the rule.
                  Map.of(
                      "EventBusName", notices.getEventBusName(),
                      "RuleName", Fn.select(2, Fn.split("/", rule.getRuleArn())))));
    }
  }

  /// Watches for mail that SNS cannot deliver, such as to an address that it has suspended. Each
  /// topic reports the other.
  void watchMail(OperatorTopics topics) {
    watchMail(alarms, topics.notices, "notices");
    watchMail(alarms.sentTo(topics.notices), topics.alarms, "alarms");
  }

  private static void watchMail(AlarmRules rules, Topic topic, String what) {
    rules
        .inSection("MailRefused")
        .once(
            topic.getNode().getId() + "MailRefused",
            "SNS could not deliver mail with " + what + " to the operators.",
            topic.metricNumberOfNotificationsFailed());
  }

  private void watch(String name, Alias function) {
    alarms
        .inSection("FunctionErrors")
        .atLeast(name + "Errors", "The function fails with errors.", function.metricErrors(), 1, 3);
    alarms
        .inSection("FunctionThrottled")
        .atLeast(
            name + "Throttled", "Lambda throttles the function.", function.metricThrottles(), 1, 3);
    alarms
        .inSection("RecursionStopped")
        .once(
            name + "RecursionStopped",
            "Lambda has stopped a loop in which the function causes its own invocations.",
            FlowMetrics.recursionsStopped(function));
    alarms
        .inSection("CanaryMissing")
        .nothing(
            name + "CanaryMissing",
            "No call of the function has succeeded for two days, not even a call of its canary.",
            FlowMetrics.endedWell(function),
            2);
  }

  private static IMetric failedInvocations(Map<String, String> dimensions) {
    return FlowMetrics.summed("AWS/Events", "FailedInvocations", dimensions);
  }
}
