package io.cdrwebhooks.infra.operations;

import java.util.List;
import software.amazon.awscdk.services.budgets.CfnBudget;
import software.amazon.awscdk.services.budgets.CfnBudget.BudgetDataProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.NotificationProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.NotificationWithSubscribersProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.SpendProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.SubscriberProperty;
import software.amazon.awscdk.services.sns.ITopic;
import software.constructs.Construct;

/// Warns operators when the account is about to exceed its monthly budget (runbook: Monthly
/// budget).
///
/// It covers the whole account. AWS can separate environments only after a person has activated
/// their tags for billing, which no template can do.
final class MonthlyBudget extends Construct {
  MonthlyBudget(Construct scope, String id, int usd, ITopic alarms) {
    super(scope, id);
    SubscriberProperty subscriber =
        SubscriberProperty.builder().subscriptionType("SNS").address(alarms.getTopicArn()).build();
    CfnBudget.Builder.create(this, "Budget")
        .budget(
            BudgetDataProperty.builder()
                .budgetType("COST")
                .timeUnit("MONTHLY")
                .budgetLimit(SpendProperty.builder().amount(usd).unit("USD").build())
                .build())
        .notificationsWithSubscribers(
            List.of(
                notification("FORECASTED", 100, subscriber),
                notification("ACTUAL", 80, subscriber)))
        .build();
  }

  private static NotificationWithSubscribersProperty notification(
      String type, int percent, SubscriberProperty subscriber) {
    return NotificationWithSubscribersProperty.builder()
        .notification(
            NotificationProperty.builder()
                .notificationType(type)
                .comparisonOperator("GREATER_THAN")
                .threshold(percent)
                .thresholdType("PERCENTAGE")
                .build())
        .subscribers(List.of(subscriber))
        .build();
  }
}
