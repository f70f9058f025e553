package io.cdrwebhooks.deployment;

import io.cdrwebhooks.aws.DynamoDbStores;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.deployment.forget.Customer;
import io.cdrwebhooks.deployment.forget.Forgetting;
import io.cdrwebhooks.deployment.forget.StoreReport;
import io.cdrwebhooks.local.Steps;
import io.cdrwebhooks.report.TaskId;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/// `make forget`: deletes the stored data about one customer, with an operator's credentials.
/// Without `REALLY=1` it only counts. It exits with 0 only if it finished completely.
public final class Forget {
  private static final int ARGUMENTS = 5;

  private Forget() {}

  /// Arguments: the environment's name, the number of a task or empty text, the id of a
  /// configuration or empty text, `1` to delete, and `1` to delete reports also in a bucket that
  /// the environment did not create.
  public static void main(String[] arguments) throws InterruptedException {
    try {
      if (arguments.length != ARGUMENTS) {
        throw new TrialFailure("Forget needs 5 arguments: " + arguments.length);
      }
      Customer customer = customer(arguments[1], arguments[2]);
      Steps steps = new Steps(System.out);
      Environment environment = Environment.find(new Account(), arguments[0]);
      System.exit(
          run(environment, customer, arguments[3].equals("1"), arguments[4].equals("1"), steps)
              ? 0
              : 1);
    } catch (TrialFailure | SdkException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static Customer customer(String task, String configuration) {
    if (task.isEmpty() == configuration.isEmpty()) {
      throw new TrialFailure(
          "Name one task or one configuration: make forget ENV=name TASK=1, or"
              + " CONFIGURATION=cfg_...");
    }
    return task.isEmpty()
        ? ConfigurationId.parse(configuration)
            .map(Customer.OfConfiguration::new)
            .orElseThrow(
                () ->
                    new TrialFailure(
                        "CONFIGURATION must be cfg_ and 32 hex digits: " + configuration))
        : TaskId.parse(task)
            .filter(id -> !id.equals(TaskId.SAMPLE))
            .map(Customer.OfTask::new)
            .orElseThrow(() -> new TrialFailure("TASK must be the number of a task: " + task));
  }

  private static boolean run(
      Environment environment, Customer customer, boolean really, boolean reports, Steps steps)
      throws InterruptedException {
    Account account = environment.account();
    String bucket = environment.reportBucket();
    boolean own =
        account
            .resources(Environment.stateStack(environment.name()), "AWS::S3::Bucket")
            .containsValue(bucket);
    Forgetting forgetting =
        new Forgetting(
            new Forgetting.Stores(
                new DynamoDbStores(account.dynamoDb(), tables(environment)),
                account.s3(),
                bucket,
                reports || own),
            really,
            line -> steps.step("forget", line));
    steps.title(
        "CDR Webhooks: %s of %s in account %s%s"
            .formatted(
                customer,
                environment.name(),
                account.id(),
                really ? "" : ", dry run: nothing is deleted"));
    Optional<String> obstacle = forgetting.obstacle(customer);
    obstacle.ifPresent(reason -> steps.step("forget", reason));
    if (really && obstacle.isPresent()) {
      return false;
    }
    List<StoreReport> report = forgetting.forget(customer);
    report.forEach(each -> steps.title("  %-50s %s".formatted(each.data(), each)));
    steps.step("forget", really ? "OK: forgotten" : "dry run; REALLY=1 deletes what was found");
    return true;
  }

  private static TableNames tables(Environment environment) {
    return new TableNames(
        environment.table("RecordsWebhookConfigurations"),
        environment.table("RecordsCdrTasks"),
        environment.table("RecordsDeliveries"),
        environment.table("RecordsDownloadLinks"),
        environment.table("RecordsStatistics"),
        environment.table("RecordsChanges"));
  }
}
