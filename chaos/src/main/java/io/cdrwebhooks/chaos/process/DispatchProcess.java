package io.cdrwebhooks.chaos.process;

import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.AwsService;
import io.cdrwebhooks.aws.kms.LocalKeyFileVault;
import io.cdrwebhooks.aws.sqs.DeadLetters;
import io.cdrwebhooks.aws.sqs.SqsDueAttempts;
import io.cdrwebhooks.aws.sqs.WorkQueues;
import io.cdrwebhooks.chaos.world.World;
import io.cdrwebhooks.dispatch.AwsStores;
import io.cdrwebhooks.dispatch.Dispatch;
import io.cdrwebhooks.dispatch.DispatchHandler;
import io.cdrwebhooks.dispatch.DueAttemptsHandler;
import io.cdrwebhooks.dispatch.RuntimeInputs;
import io.cdrwebhooks.dispatch.exchange.ReceiverExchange;
import io.cdrwebhooks.emulators.AwsEndpoints;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.local.lambda.LocalFunction;
import io.cdrwebhooks.local.lambda.QueuePoller;
import io.cdrwebhooks.local.lambda.QueuePoller.Batches;
import io.cdrwebhooks.local.lambda.RecursionDetection;
import io.cdrwebhooks.local.lambda.ScheduledInvocations;
import io.cdrwebhooks.log.Metrics;
import io.cdrwebhooks.receiver.ReceiverRules;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Runs the dispatch functions in a separate process, with what invokes them in AWS: two queues and
/// two schedules. Its code does not depend on the kills.
public final class DispatchProcess {
  private static final Batches OF_ARRIVALS = new Batches(10, 20);
  private static final Batches OF_LANES = new Batches(1, 50);
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final DispatchSettings settings;
  private final AwsClients clients;
  private final RuntimeInputs inputs = RuntimeInputs.standard(Metrics.NAMESPACE);

  private DispatchProcess(DispatchSettings settings) {
    this.settings = settings;
    this.clients =
        new AwsClients(
            new AwsAccess(
                Region.of(AwsEndpoints.REGION),
                World.ACCESS_KEY.credentials(),
                Map.of(
                    AwsService.DYNAMODB, settings.dynamoDb(),
                    AwsService.S3, settings.s3(),
                    AwsService.SQS, settings.queues().resolve("/"))));
  }

  /// Runs until standard input ends, so that the process never outlives its parent.
  public static void main(String[] args) throws IOException {
    DispatchProcess process = new DispatchProcess(DispatchSettings.parse(args));
    process.start();
    while (System.in.read() >= 0) {
      // input means nothing; only its end does
    }
    Runtime.getRuntime().halt(0);
  }

  private void start() throws IOException {
    Dispatch dispatch = dispatch();
    SqsClient sqs = clients.sqs();
    LocalFunction function =
        new LocalFunction("dispatch", new DispatchHandler(dispatch, inputs), TIMEOUT);
    poll(sqs, settings.queue(World.ARRIVALS), function, OF_ARRIVALS);
    poll(sqs, settings.queue(World.DUE_ATTEMPTS), function, OF_LANES);
    poll(sqs, settings.queue(World.BACKGROUND_WORK), function, OF_ARRIVALS);
    LocalFunction dueAttempts =
        new LocalFunction(
            "due-attempts", new DueAttemptsHandler(dispatch, World.BUCKET, inputs), TIMEOUT);
    schedule(dueAttempts, "sweep", ScaledPace.SWEEP_EVERY);
    schedule(dueAttempts, "reconcile", ScaledPace.RECONCILE_EVERY);
  }

  private Dispatch dispatch() throws IOException {
    DynamoDbClient dynamoDb = clients.dynamoDb();
    S3Client s3 = clients.s3();
    SqsClient sqs = RecursionDetection.counting(clients.sqs());
    return new Dispatch(
        AwsStores.of(dynamoDb, s3, World.TABLES),
        new Dispatch.Collaborators(
            LocalKeyFileVault.open(settings.signatureKeyFile(), new SecureRandom()),
            new CallbackUrls(settings.callbackBaseUrl()),
            ReceiverExchange.create(ReceiverRules.LOCAL, inputs.clock()),
            new SqsDueAttempts(() -> sqs, queues("")),
            new DeadLetters.InSqs(
                () -> sqs,
                queues(""),
                queues(World.DEAD),
                settings.queue(World.ARRIVALS + World.DEAD)),
            new NoticesFile(settings.noticesFile())),
        ScaledPace.of(settings.daysPassTimes()),
        inputs);
  }

  private WorkQueues queues(String suffix) {
    return new WorkQueues(
        settings.queue(World.DUE_ATTEMPTS + suffix),
        settings.queue(World.BACKGROUND_WORK + suffix));
  }

  @SuppressWarnings("resource") // polls until this process ends
  private void poll(SqsClient sqs, URI queue, LocalFunction function, Batches batches) {
    var _ = new QueuePoller(sqs, queue.toString(), function, batches, inputs.log());
  }

  @SuppressWarnings("resource") // goes on until this process ends
  private void schedule(LocalFunction function, String work, Duration every) {
    var _ = new ScheduledInvocations(function, "{\"work\":\"" + work + "\"}", every, inputs.log());
  }
}
