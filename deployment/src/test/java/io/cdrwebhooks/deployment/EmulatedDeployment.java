package io.cdrwebhooks.deployment;

import static io.cdrwebhooks.deployment.TrialFailure.await;
import static io.cdrwebhooks.deployment.TrialFailure.expect;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdrwebhooks.local.Steps;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// `make deploy-emulated`: deploys this build's templates and function packages to an emulated AWS
/// account, first as a release with the AWS CLI, then with the CDK's command. It performs an
/// operator's tasks: it uses the deployment, upgrades it while reports are in flight, lets an
/// upgrade fail, removes the deployment and deploys it again.
///
/// `make drill` also deploys them, but then only deletes the tables and restores them.
///
/// Exits with 0 only if every step passed. Runs in a network namespace whose loopback interface has
/// the receiver's public address (`emulated-account/in-namespace.sh`).
public final class EmulatedDeployment {
  private static final String NAME = "emulated";
  private static final String SERVICE = Environment.serviceStack(NAME);
  private static final String STATE = Environment.stateStack(NAME);

  /// The folders of templates: for the first deployment, and after an operator's changes.
  private static final String FIRST = "first";

  private static final String UPGRADED = "upgraded";
  private static final String DRILL = "drill";
  private static final URI RECEIVER = URI.create("https://" + EmulatedAccount.RECEIVER + "/cdr");

  private final Cdk cdk;
  private final ReleaseFolder release;
  private final RoleCalls calls;
  private final Path templates;
  private final Path settings;
  private final Path kept;
  private final Steps steps;

  private EmulatedDeployment(
      EmulatedAccount account, Path project, Path tools, Path folder, Steps steps) {
    this.cdk = new Cdk(account, project, folder);
    this.release = new ReleaseFolder(account, project, tools, folder);
    this.calls =
        new RoleCalls(
            account.folder().resolve("calls.jsonl"),
            project.resolve("deployment/unused-permissions.txt"));
    this.templates = folder;
    this.kept = project.resolve("infra/kept-templates");
    this.settings =
        project.resolve("deployment/emulated-account").resolve(FIRST).resolve(NAME + ".properties");
    this.steps = steps;
  }

  /// Arguments: the project's folder, the folder of the emulator's Python commands, a working
  /// folder with the synthesised `first` and `upgraded`, and optionally `drill`, which runs only
  /// the restore drill.
  public static void main(String[] arguments) throws Exception {
    Path project = Path.of(arguments[0]).toAbsolutePath();
    Path tools = Path.of(arguments[1]);
    Path folder = Path.of(arguments[2]).toAbsolutePath();
    Steps steps = new Steps(System.out);
    steps.title("CDR Webhooks: deployed to an emulated AWS account");
    boolean passed = false;
    try (EmulatedAccount account =
        EmulatedAccount.start(
            project,
            tools.resolve("python"),
            System.getenv("RECEIVER_ADDRESS"),
            folder.resolve("account"))) {
      steps.step("account", "MiniStack is up, every known gap is bridged");
      EmulatedDeployment deployment =
          new EmulatedDeployment(account, project, tools, folder, steps);
      if (arguments.length > 3 && arguments[3].equals(DRILL)) {
        deployment.drill();
      } else {
        deployment.run();
      }
      passed = true;
    } catch (TrialFailure | SdkException e) {
      steps.step("trial", "FAILED: " + e.getMessage() + "; see " + folder);
      RoleCalls.refused(folder.resolve("account/calls.jsonl")).forEach(System.out::println);
    }
    System.exit(passed ? 0 : 1);
  }

  private void run() throws IOException, InterruptedException {
    Account operator = new Account();
    checkBeforehand(operator);
    deployEarlier();
    cdk.bootstrap();
    steps.step("cdk", "accepts the bootstrap of the release");
    smoke();
    upgrade(operator);
    doScheduledWork(operator);
    removeAndDeployAgain(operator);
    expectNoDeadLetters(operator);
    calls.expectPermissionsInUse(
        operator.resources(SERVICE, "AWS::IAM::Role"),
        templates.resolve(UPGRADED).resolve(SERVICE + ".template.json"),
        steps);
    steps.step(
        "trial",
        "OK: deployed, used, upgraded, rolled back, removed and deployed again, no dead"
            + " letters");
  }

  private void drill() throws IOException, InterruptedException {
    Account operator = new Account();
    cdk.bootstrap();
    deploy(FIRST);
    loseAndRestoreTables(operator);
    expectNoDeadLetters(operator);
    steps.step("drill", "OK: the tables were lost and restored, no dead letters");
  }

  /// Checks that the trial's settings fit the account, and that the check names each wrong setting
  /// in a sentence.
  private void checkBeforehand(Account operator) {
    AccountRequirements fitting = AccountRequirements.of(settings);
    expect("The mistakes in " + settings, List.of(), Preflight.mistakes(operator, fitting));
    String arn = "arn:aws:acm:us-east-1:" + operator.id() + ":certificate/none";
    AccountRequirements wrong =
        new AccountRequirements(
            NAME,
            Optional.of("eu-central-1"),
            20,
            List.of("us-east-1x"),
            Map.of("api.example.com", arn),
            Optional.of("no-such-bucket"),
            5000,
            OptionalInt.of(3900),
            100,
            0);
    List<String> mistakes = Preflight.mistakes(operator, wrong);
    for (String named :
        List.of(
            "eu-central-1",
            "fixedEgressZones is 20",
            "us-east-1x",
            arn,
            "no-such-bucket",
            "batchesAtOnce is 5000",
            "are 4000 together")) {
      long naming = mistakes.stream().filter(mistake -> mistake.contains(named)).count();
      expect("The mistakes that name " + named, 1L, naming);
    }
    expect("The number of mistakes", 7, mistakes.size());
    steps.step(
        "preflight", "account " + operator.id() + " fits the settings; wrong ones are named");
  }

  /// Deploys the newest released version or, while none is kept, today's templates, into an account
  /// without a bootstrap.
  private void deployEarlier() throws IOException, InterruptedException {
    Optional<Path> earlier =
        EarlierVersion.make(kept, templates.resolve(FIRST), templates.resolve("earlier"));
    release.deploy(earlier.orElse(templates.resolve(FIRST)));
    steps.step(
        "release",
        "bootstrapped the account and deployed both stacks with the AWS CLI alone, "
            + (earlier.isPresent() ? "of the version before" : "first"));
  }

  private void deploy(String version) throws IOException, InterruptedException {
    cdk.deploy(templates.resolve(version));
    steps.step("cdk", "deployed both stacks, " + version);
  }

  private void smoke() {
    int port = EmulatedAccount.RECEIVER_PORT;
    expect("The smoke test passed", true, Smoke.run(new Account(), NAME, RECEIVER, port, steps));
  }

  /// Tries a failing upgrade, which must change nothing. Then tries a successful one, which must
  /// lose no work in flight.
  private void upgrade(Account operator) throws IOException, InterruptedException {
    Environment environment = Environment.find(operator, NAME);
    try (Trial trial =
        new Trial(environment, new Web(), RECEIVER, EmulatedAccount.RECEIVER_PORT, steps)) {
      SurvivalCheck survival = new SurvivalCheck(trial);
      survival.before();
      failToDeploy();
      survival.linkStillLeads();
      deploy(UPGRADED);
      survival.after();
    }
  }

  /// Deletes the tables while reports are under way, and restores them.
  private void loseAndRestoreTables(Account operator) throws InterruptedException {
    Environment environment = Environment.find(operator, NAME);
    try (Trial trial =
        new Trial(environment, new Web(), RECEIVER, EmulatedAccount.RECEIVER_PORT, steps)) {
      SurvivalCheck survival = new SurvivalCheck(trial);
      survival.before();
      RestoreDrill drill = new RestoreDrill(operator, NAME, steps);
      drill.stop(trial, survival.waiting());
      drill.loseTables();
      drill.restore();
      drill.start();
      survival.after();
    }
  }

  private void failToDeploy() throws IOException, InterruptedException {
    cdk.deployBroken(templates.resolve(UPGRADED), SERVICE);
    steps.step("cdk", "a deployment with a resource that fails was rolled back");
  }

  /// Runs the sweep and the reconciliation, whose schedules are longer than a trial.
  private void doScheduledWork(Account operator) throws IOException, InterruptedException {
    String function = operator.resource(SERVICE, "AWS::Lambda::Function", "ScheduledWorkHandler");
    for (String work : List.of("sweep", "reconcile")) {
      String event = "{\"work\": \"" + work + "\"}";
      var answer =
          operator
              .lambda()
              .invoke(
                  ask ->
                      ask.functionName(function)
                          .qualifier("live")
                          .payload(SdkBytes.fromUtf8String(event)));
      expect(
          "The error of the scheduled work " + work,
          Optional.empty(),
          Optional.ofNullable(answer.functionError()));
    }
    String listing = "s3:ListBucketVersions";
    await("a function's call of " + listing, () -> calls.have(listing));
    steps.step("schedule", "due work was announced, and the bucket compared with the deliveries");
  }

  /// Removes the service and deploys it again. Everything that `make destroy` says it keeps must
  /// still exist.
  private void removeAndDeployAgain(Account operator) throws IOException, InterruptedException {
    Environment before = Environment.find(operator, NAME);
    Web web = new Web();
    JsonNode kept = deliveries(before, web);
    cdk.destroy(templates.resolve(UPGRADED), SERVICE);
    expect("The service's stack is there", false, operator.has(SERVICE));
    expect("The state's stack is there", true, operator.has(STATE));
    steps.step("cdk", "destroyed the service, its state stayed");
    deploy(UPGRADED);
    Environment after = Environment.find(operator, NAME);
    expect("The report bucket", before.reportBucket(), after.reportBucket());
    expect("The deliveries on record", kept, deliveries(after, web));
    steps.step(
        "operator",
        "deployed again: bucket, users and " + kept.size() + " deliveries are as they were");
    smoke();
  }

  private static JsonNode deliveries(Environment environment, Web web) {
    JsonNode items =
        Api.of(environment, web, System.getenv()).get("/deliveries").json().path("items");
    expect("There is no delivery on record", false, items.isEmpty());
    return items;
  }

  private static void expectNoDeadLetters(Account operator) {
    operator
        .resources(STATE, "AWS::SQS::Queue")
        .forEach(
            (queue, url) -> {
              if (queue.contains("DeadLetters")) {
                String found =
                    operator.queueAttribute(url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
                expect("The dead letters of " + queue, "0", found);
              }
            });
  }
}
