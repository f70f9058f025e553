package io.cdrwebhooks.infra.operations;

import io.cdrwebhooks.infra.functions.PublishedFunction;
import io.cdrwebhooks.infra.functions.SharedParts;
import io.cdrwebhooks.infra.storage.ReportArrivals;
import io.cdrwebhooks.log.Metric;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.events.EventBus;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.sns.ITopic;
import software.constructs.Construct;

/// The alarms that are mailed to operators at once. Each names its section of `docs/runbook.md`.
///
/// An alarm exists only where a person must act and no other alarm fires. Several causes with the
/// same first step share one alarm. The dashboard shows the rest, such as throttled tables:
/// requests are retried, and if that does not help, messages fail.
final class OperatorAlarms extends Construct {
  private static final Duration MAX_ARRIVAL_WAIT = Duration.ofMinutes(15);
  private static final Duration MAX_WORK_WAIT = Duration.ofHours(1);

  /// A number of messages that a healthy deployment never has in its queues, at any rate that it
  /// can sustain.
  private static final int BACKLOG = 10_000;

  private final AlarmRules alarms;

  OperatorAlarms(Construct scope, String id, ITopic topic) {
    super(scope, id);
    alarms = AlarmRules.notifying(topic, this);
  }

  /// Watches for work that is late or has failed.
  void watchWork(SharedParts parts, FlowMetrics flow) {
    alarms.once(
        "DeadLetters",
        "A message that cannot be processed is in a dead-letter queue.",
        AwsMetrics.deadLetters(parts.workQueues()));
    watchDelays(parts, flow);
    alarms.anyOf(
        "MessagesUnhandled",
        "Messages fail again and again because of an error in the service.",
        causes -> watchFailures(causes, flow));
    alarms.once(
        "EgressBroken",
        "The service cannot reach receivers because of faults in its network or limits.",
        flow.egressFaults(parts.egress()));
  }

  private void watchDelays(SharedParts parts, FlowMetrics flow) {
    // Each of these alarms notifies separately. In a shared alarm, one stuck lane would hide other
    // work that begins to wait.
    //
    // A message that failed once returns after 21 minutes. A message about due work may be delayed
    // for 15 minutes, and fail twice.
    alarms.atLeast(
        "WorkWaiting",
        "A report has waited in its queue for 15 minutes, other work for an hour, or many messages"
            + " wait.",
        AwsMetrics.waitingWork(
            parts.workQueues(),
            work -> work == parts.arrivals().queue ? MAX_ARRIVAL_WAIT : MAX_WORK_WAIT,
            BACKLOG),
        1,
        4);
    alarms.atLeastOrUnknown(
        "AttemptsOverdue",
        "A lane or a job is 15 minutes late, or no sweep has run.",
        flow.most(Metric.OLDEST_OVERDUE_SECONDS),
        15 * 60,
        3);
  }

  private static void watchFailures(AlarmRules causes, FlowMetrics flow) {
    causes.atLeast(
        "MessagesFailing",
        "Messages fail because of an error in the service, and are retried.",
        flow.sum(Metric.MESSAGES_FAILED),
        10,
        3);
    causes.atLeast(
        "MessagesExpiring",
        "Messages have failed in every hour of a day.",
        flow.sumOf(Metric.MESSAGES_FAILED, Duration.ofHours(1)),
        1,
        24);
  }

  /// Watches the limits that refuse requests: those of the API's routes and of functions. For the
  /// account's limits, it warns before they are reached.
  void watchLimits(List<PublishedFunction> functions, FlowMetrics flow) {
    alarms.atLeast(
        "LimitsReached",
        "The API answers 429, or Lambda throttles functions.",
        flow.throttledCalls(functions),
        1,
        3);
    alarms.nowAndThen(
        "AccountNearLimits",
        "Functions or requests to KMS use 80 % of what the account may use.",
        AwsMetrics.limitsNearlyUsed(80),
        3,
        15);
  }

  /// Watches for faults with reports and their receivers.
  void watchReports(ReportArrivals arrivals, FlowMetrics flow) {
    alarms.once(
        "ReportsUnrouted",
        "Reports of an unknown task have arrived, and no receiver gets them.",
        flow.sum(Metric.REPORTS_UNROUTED));
    alarms.once(
        "FilesDiffer",
        "A receiver has another file than was announced.",
        flow.sum(Metric.FILES_DIFFERENT));
    alarms.once(
        "EventsLost",
        "Events of the bucket were lost or late. The reports that were found have been sent.",
        flow.lostEvents(arrivals));
  }

  /// Watches for functions that fail, were published with a fault, or do not do their daily work.
  ///
  /// On an API with few requests, errors do not occur in three periods in a row. The sweeps call
  /// `scheduledWork` every minute, and [#watchWork] notices when they stop.
  void watchFunctions(
      List<PublishedFunction> functions,
      PublishedFunction scheduledWork,
      HttpApi api,
      FlowMetrics flow) {
    alarms.anyOf(
        "FunctionsFaulty",
        "Functions fail with errors, or were published with a fault.",
        causes -> {
          causes.nowAndThen(
              "FunctionErrors",
              "Functions fail with errors, or the API answers with server errors.",
              AwsMetrics.failedCalls(functions, api),
              3,
              12);
          causes.once(
              "VersionFaulty",
              "A rehearsal before a snapshot has failed, or Lambda has stopped a chain of calls.",
              flow.faultsOfVersions(functions));
        });
    alarms.atLeastOrUnknown(
        "DailyWorkMissing",
        "For two days no reconciliation has started, or no call of a function has succeeded, not"
            + " even that of its canary.",
        flow.missingDailyWork(functions.stream().filter(each -> each != scheduledWork).toList()),
        1,
        2);
  }

  /// Watches for notices and alarms that do not reach people: rules that cannot pass on notices,
  /// mail that SNS cannot deliver, and subscriptions that are not confirmed, such as one of an
  /// address that SNS has suspended. The alarm about each topic goes to the other topic.
  void watchMail(OperatorTopics topics, EventBus notices, List<Rule> rules, FlowMetrics flow) {
    alarms.once(
        "NoticesRefused",
        "Notices do not reach the operators: they could not be delivered, or no subscription is"
            + " confirmed.",
        flow.noticesNotDelivered(watched(notices, rules), topics.notices));
    AlarmRules.notifying(topics.notices, this)
        .once(
            "AlarmsRefused",
            "Alarms do not reach the operators: they could not be delivered, or no subscription is"
                + " confirmed.",
            flow.alarmsNotDelivered(topics.alarms));
  }

  /// Returns the dimensions of the rules. The ARN of a rule on a custom bus ends with the bus and
  /// the rule.
  private static List<Map<String, String>> watched(EventBus notices, List<Rule> rules) {
    return rules.stream()
        .map(
            rule ->
                Map.of(
                    "EventBusName",
                    notices.getEventBusName(),
                    "RuleName",
                    Fn.select(2, Fn.split("/", rule.getRuleArn()))))
        .toList();
  }
}
