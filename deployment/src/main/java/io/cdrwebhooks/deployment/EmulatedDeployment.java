package io.cdrwebhooks.deployment;

import static io.cdrwebhooks.deployment.TrialFailure.expect;

import io.cdrwebhooks.local.Steps;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import software.amazon.awssdk.core.exception.SdkException;

/// `make deploy-emulated`: deploys this build's templates and function packages with the CDK's own
/// command to an emulated AWS account, and tries what an operator does with a deployment: use it,
/// upgrade it while reports are under way, have an upgrade fail, remove it and deploy it again.
///
/// Exits with 0 only if every step passed. Runs in a network namespace whose loopback interface
/// carries the receiver's public address (`emulated-account/in-namespace.sh`).
public final class EmulatedDeployment {
  private static final String NAME = "emulated";
  private static final URI RECEIVER = URI.create("https://" + EmulatedAccount.RECEIVER + "/cdr");

  private final EmulatedAccount account;
  private final Cdk cdk;
  private final Path project;
  private final Path templates;
  private final Steps steps;

  private EmulatedDeployment(
      EmulatedAccount account, Path project, Path templates, Path folder, Steps steps) {
    this.account = account;
    this.cdk = new Cdk(account, project, folder);
    this.project = project;
    this.templates = templates;
    this.steps = steps;
  }

  /// Arguments: the project's folder, the folder of the emulator's Python commands, and a folder of
  /// its own that holds the synthesised `first` and `upgraded`.
  public static void main(String[] arguments) throws Exception {
    Path project = Path.of(arguments[0]).toAbsolutePath();
    Path folder = Path.of(arguments[2]).toAbsolutePath();
    Steps steps = new Steps(System.out);
    steps.title("CDR Webhooks: deployed to an emulated AWS account");
    boolean passed = false;
    try (EmulatedAccount account =
        EmulatedAccount.start(
            project,
            Path.of(arguments[1]).resolve("python"),
            System.getenv("RECEIVER_ADDRESS"),
            folder.resolve("account"))) {
      steps.step("account", "MiniStack is up, every known gap is bridged");
      new EmulatedDeployment(account, project, folder, folder, steps).run();
      passed = true;
    } catch (TrialFailure | SdkException e) {
      steps.step("trial", "FAILED: " + e.getMessage() + "; see " + folder);
    }
    System.exit(passed ? 0 : 1);
  }

  private void run() throws IOException, InterruptedException {
    cdk.bootstrap();
    steps.step("cdk", "bootstrapped the account");
    deploy("first");
    smoke();
    Account operator = new Account();
    upgrade(operator);
    removeAndDeployAgain(operator);
    new PermissionUse(account.folder().resolve("calls.jsonl"), templates.resolve("first"))
        .check(
            operator,
            "CdrWebhooks-" + NAME,
            project.resolve("deployment/unused-permissions.txt"),
            steps);
    steps.step("trial", "OK: deployed, used, upgraded, rolled back, removed and deployed again");
  }

  private void deploy(String version) throws IOException, InterruptedException {
    cdk.deploy(templates.resolve(version));
    steps.step("cdk", "deployed both stacks, " + version);
  }

  private void smoke() {
    int port = EmulatedAccount.RECEIVER_PORT;
    expect("The smoke test passed", true, Smoke.run(new Account(), NAME, RECEIVER, port, steps));
  }

  /// A failed upgrade changes nothing; one that succeeds loses nothing that is under way.
  private void upgrade(Account operator) throws IOException, InterruptedException {
    Environment environment = Environment.find(operator, NAME);
    try (Trial trial =
        new Trial(environment, new Web(), RECEIVER, EmulatedAccount.RECEIVER_PORT, steps)) {
      UpgradeSteps underWay = new UpgradeSteps(trial);
      underWay.before();
      failToDeploy();
      underWay.linkStillLeads();
      deploy("upgraded");
      underWay.after();
    }
  }

  private void failToDeploy() throws IOException, InterruptedException {
    cdk.deployBroken(templates.resolve("upgraded"), "CdrWebhooks-" + NAME);
    steps.step("cdk", "a deployment with a resource that fails was rolled back");
  }

  /// What `make destroy` says it keeps is there for the next deployment.
  private void removeAndDeployAgain(Account operator) throws IOException, InterruptedException {
    Environment before = Environment.find(operator, NAME);
    Web web = new Web();
    String kept = Api.of(before, web, System.getenv()).get("/deliveries").text("items");
    cdk.destroy(templates.resolve("upgraded"), "CdrWebhooks-" + NAME);
    expect("The service's stack is there", false, operator.has("CdrWebhooks-" + NAME));
    expect("The state's stack is there", true, operator.has("CdrWebhooks-" + NAME + "-State"));
    steps.step("cdk", "destroyed the service, its state stayed");
    deploy("upgraded");
    Environment after = Environment.find(operator, NAME);
    expect("The report bucket", before.reportBucket(), after.reportBucket());
    String found = Api.of(after, web, System.getenv()).get("/deliveries").text("items");
    expect("The deliveries on record", kept, found);
    steps.step("operator", "deployed again: bucket, users and deliveries are as they were");
    smoke();
  }
}
