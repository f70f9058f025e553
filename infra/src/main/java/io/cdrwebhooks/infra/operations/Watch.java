package io.cdrwebhooks.infra.operations;

import io.cdrwebhooks.infra.functions.PublishedFunction;
import io.cdrwebhooks.infra.functions.SharedParts;
import io.cdrwebhooks.infra.settings.DeploymentSettings;
import java.util.List;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.constructs.Construct;

/// Monitoring for operators: alarms, notices as mail, a dashboard, and a budget. `console` is the
/// console's address, without a final slash.
public final class Watch extends Construct {
  public Watch(
      Construct scope,
      String id,
      DeploymentSettings settings,
      SharedParts parts,
      List<PublishedFunction> functions,
      PublishedFunction scheduledWork,
      HttpApi api,
      String console) {
    super(scope, id);
    OperatorTopics topics = new OperatorTopics(this, "Topics", settings);
    FlowMetrics flow = new FlowMetrics(settings);
    NoticeMail noticeMail = new NoticeMail(this, settings, parts.notices(), topics, console);

    OperatorAlarms alarms = new OperatorAlarms(this, "Alarms", topics.alarms);
    alarms.watchWork(parts, flow);
    alarms.watchLimits(functions, flow);
    alarms.watchReports(parts.arrivals(), flow);
    alarms.watchFunctions(functions, scheduledWork, api, flow);
    alarms.watchMail(topics, parts.notices(), noticeMail.rules, flow);
    new MailCheck(this, scheduledWork.live, topics);
    new FlowDashboard(this, "Flow", flow, parts, functions, api);
    settings
        .operators()
        .monthlyBudgetUsd()
        .ifPresent(usd -> new MonthlyBudget(this, "MonthlyBudget", usd, topics.alarms));
  }
}
