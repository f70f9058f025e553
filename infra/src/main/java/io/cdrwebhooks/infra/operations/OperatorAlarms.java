package io.cdrwebhooks.infra.operations;

import io.cdrwebhooks.infra.functions.PublishedFunction;
import io.cdrwebhooks.infra.functions.SharedParts;
import io.cdrwebhooks.infra.storage.RecordTables;
import io.cdrwebhooks.infra.storage.ReportArrivals;
import io.cdrwebhooks.log.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.events.EventBus;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/// The alarms that are mailed to operators at once. Each names its section of `docs/runbook.md`.
final class OperatorAlarms extends Construct {
  private static final Duration ARRIVALS_WAIT = Duration.ofMinutes(15);
  private static final Duration OTHERS_WAIT = Duration.ofHours(1);

  /// A healthy deployment has fewer messages in its queues at any rate that it can keep up with.
  private static final int BACKLOG = 10_000;

  private static final int NEAR_LIMIT_PERCENT = 80;

  private final AlarmRules alarms;

  OperatorAlarms(Construct scope, String id, ITopic topic) {
    super(scope, id);
    alarms = new AlarmRules(this, topic);
  }

  /// Watches for work that is late or was given up.
  void watchWork(SharedParts parts, FlowMetrics flow) {
    alarms.once(
        "DeadLetters",
        "A message that cannot be processed is in a dead-letter queue.",
        FlowMetrics.deadLetters(parts.workQueues()));
    // A message that failed once is gone after 21 minutes. One about due work may be delayed for 15
    // minutes, and fail twice.
    alarms.atLeast(
        "WorkWaiting",
        "A report has waited in its queue for 15 minutes, or other work for an hour.",
        FlowMetrics.queuesWithOldMessages(
            parts.workQueues(),
            work -> work == parts.arrivals().queue ? ARRIVALS_WAIT : OTHERS_WAIT),
        1,
        4);
    // SQS leaves a message that was received three times out of the age of its oldest.
    alarms
        .inSection("WorkWaiting")
        .atLeast(
            "BacklogLarge",
            "Many messages wait in queues, or failed and wait for a retry.",
            FlowMetrics.backlog(parts.workQueues()),
            BACKLOG,
            3);
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
    alarms
        .inSection("MessagesFailing")
        .atLeast(
            "MessagesExpiring",
            "Messages have failed in every hour of a day.",
            flow.sumOf(Metric.MESSAGES_FAILED, Duration.ofHours(1)),
            1,
            24);
    alarms.once(
        "EgressBroken",
        "The service cannot reach receivers because of faults in its network or limits.",
        flow.egressFaults(parts.egress()));
  }

  /// Watches for limits of tables and of the account that requests have met, or soon will.
  void watchLimits(RecordTables tables, List<PublishedFunction> functions, FlowMetrics flow) {
    AlarmRules limits = alarms.inSection("LimitsReached");
    limits.atLeast(
        "RequestsThrottled",
        "Requests for download links or to the API are answered 429.",
        flow.throttledRequests(),
        1,
        3);
    limits.atLeast(
        "TablesThrottled",
        "DynamoDB throttles requests to tables.",
        FlowMetrics.throttledTables(tables.all()),
        1,
        3);
    limits.atLeast(
        "IndexesThrottled",
        "DynamoDB throttles writes to the indexes of tables.",
        FlowMetrics.throttledIndexes(tables),
        1,
        3);
    limits.atLeast(
        "FunctionsThrottled",
        "Lambda throttles functions.",
        FlowMetrics.throttledFunctions(functions),
        1,
        3);
    limits.atLeast(
        "ConcurrencyNearLimit",
        "Functions use most of the concurrency that the account has.",
        FlowMetrics.usedConcurrency(),
        NEAR_LIMIT_PERCENT,
        5);
    limits.atLeast(
        "KeysNearLimit",
        "Requests to KMS are near the account's limit.",
        FlowMetrics.usedKeyRequests(),
        NEAR_LIMIT_PERCENT,
        5);
  }

  /// Watches for faults with reports and their receivers.
  void watchReports(FlowMetrics flow) {
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
  }

  /// Watches for functions that fail, or that were not called.
  void watchFunctions(List<PublishedFunction> functions, FlowMetrics flow) {
    alarms.atLeast(
        "FunctionErrors", "Functions fail with errors.", FlowMetrics.failedCalls(functions), 1, 3);
    alarms.once(
        "RecursionStopped",
        "Lambda has stopped a loop in which a function causes its own invocations.",
        FlowMetrics.recursionsStopped(functions));
    alarms.atLeastOrUnknown(
        "CanaryMissing",
        "No call of a function has succeeded for two days, not even a call of its canary.",
        FlowMetrics.silentFunctions(functions),
        1,
        2);
    alarms.once(
        "RehearsalFailed",
        "A function could not rehearse before its snapshot: its first events are slow.",
        flow.failedRehearsals());
  }

  /// On an API with few requests, five errors in five minutes never occur.
  void watchApi(HttpApi api) {
    alarms.nowAndThen(
        "ApiFailing",
        "The API repeatedly answers with server errors.",
        api.metricServerError(),
        3,
        12);
  }

  /// Watches for rules that cannot hand over events: reports of an existing bucket, and notices.
  void watchEvents(ReportArrivals arrivals, FlowMetrics flow, EventBus notices, List<Rule> rules) {
    alarms.atLeast(
        "SecondEventsMissing",
        "The bucket's second events do not reach the queue: a lost event is found days late.",
        flow.daysWithout(arrivals.secondEventsRule),
        1,
        2);
    List<Map<String, String>> watched = new ArrayList<>();
    arrivals.existingBucketRule.ifPresent(name -> watched.add(Map.of("RuleName", name)));
    for (Rule rule : rules) {
      // A rule on a bus of our own: its ARN ends with the bus and the rule.
      watched.add(
          Map.of(
              "EventBusName", notices.getEventBusName(),
              "RuleName", Fn.select(2, Fn.split("/", rule.getRuleArn()))));
    }
    alarms.once(
        "EventsFailing",
        "EventBridge could not hand over notices, or events of the bucket.",
        FlowMetrics.failedInvocations(watched));
  }

  /// Watches for mail that SNS cannot deliver, such as to an address that it has suspended, or that
  /// did not confirm its subscription. Each topic reports the other.
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
            FlowMetrics.mailNotDelivered(topic));
  }
}
