package io.cdrwebhooks.infra;

import software.constructs.Construct;

/// The operators' eyes: alarms, notices as mail, a dashboard, and a budget.
final class Watch extends Construct {
  private final DeploymentSettings settings;

  Watch(Construct scope, String id, DeploymentSettings settings) {
    super(scope, id);
    this.settings = settings;
  }

  void over(FlowDashboard.Watched watched) {
    SharedParts parts = watched.parts();
    OperatorTopics topics = new OperatorTopics(this, "Topics", settings);
    FlowMetrics flow = new FlowMetrics(settings);
    flow.countFollowedLinks(watched.functions().downloadLinks().log);
    NoticeMail noticeMail =
        new NoticeMail(
            this, "NoticeMail", settings, new NoticeMail.Way(parts.notices(), topics.notices));

    OperatorAlarms alarms = new OperatorAlarms(this, "Alarms", topics.alarms);
    alarms.watchWork(parts, flow);
    alarms.watchReports(parts.arrivals(), flow);
    alarms.watchFunctions(watched.functions());
    alarms.watchApi(watched.api());
    alarms.watchNotices(parts.notices(), noticeMail.rules);
    new FlowDashboard(this, "Flow", flow, watched);
    settings
        .operators()
        .monthlyBudgetUsd()
        .ifPresent(usd -> new MonthlyBudget(this, "MonthlyBudget", usd, topics.alarms));
  }
}
