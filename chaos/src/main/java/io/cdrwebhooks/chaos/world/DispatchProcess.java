package io.cdrwebhooks.chaos.world;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.AwsService;
import io.cdrwebhooks.dispatch.Dispatch;
import io.cdrwebhooks.dispatch.exchange.ReceiverExchange;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.emulators.AccessKey;
import io.cdrwebhooks.local.DispatchTriggers;
import io.cdrwebhooks.local.LocalFunctions;
import io.cdrwebhooks.local.LocalSettings;
import io.cdrwebhooks.local.LocalSystem;
import io.cdrwebhooks.local.vault.LocalKeyFileVault;
import io.cdrwebhooks.log.Metrics;
import io.cdrwebhooks.receiver.ReceiverRules;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import software.amazon.awssdk.regions.Region;

/// Runs the dispatch functions in a separate process, with their triggers in AWS: two queues and
/// two schedules. Its code does not depend on the kills.
public final class DispatchProcess {
  private DispatchProcess() {}

  /// The argument of the dispatch process, as JSON: URLs, files, and the factor that shortens days.
  /// `queues` is the beginning of the queues' URLs.
  public record Settings(
      URI dynamoDb,
      URI s3,
      URI queues,
      URI callbackBaseUrl,
      Path signatureKeyFile,
      int daysPassTimes) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Settings parse(String json) throws IOException {
      return JSON.readValue(json, Settings.class);
    }

    String json() throws IOException {
      return JSON.writeValueAsString(this);
    }

    URI queue(String name) {
      return URI.create(queues + "/" + name);
    }
  }

  /// Runs until standard input ends, so that the process never outlives its parent.
  public static void main(String[] args) throws IOException {
    start(Settings.parse(args[0]));
    while (System.in.read() >= 0) {
      // the input itself is ignored; only its end matters
    }
    Runtime.getRuntime().halt(0);
  }

  @SuppressWarnings("resource") // all of it goes on until this process ends
  private static void start(Settings settings) throws IOException {
    AwsClients clients =
        new AwsClients(
            new AwsAccess(
                Region.of(AccessKey.REGION),
                World.ACCESS_KEY.credentials(),
                Map.of(
                    AwsService.DYNAMODB, settings.dynamoDb(),
                    AwsService.S3, settings.s3(),
                    AwsService.SQS, settings.queues().resolve("/"))));
    RuntimeInputs inputs = RuntimeInputs.standard(Metrics.NAMESPACE);
    LocalFunctions.Settings functionSettings =
        new LocalFunctions.Settings(
            LocalSystem.TABLES,
            LocalSettings.BUCKET,
            settings::queue,
            settings.callbackBaseUrl(),
            ReceiverRules.LOCAL,
            ScaledPace.of(settings.daysPassTimes()));
    LocalFunctions.StandIns standIns =
        new LocalFunctions.StandIns(
            LocalKeyFileVault.open(settings.signatureKeyFile(), new SecureRandom()), _ -> {});
    ReceiverExchange exchange = ReceiverExchange.create(functionSettings.rules(), inputs.clock());
    Dispatch dispatch =
        LocalFunctions.dispatch(clients, functionSettings, standIns, exchange, inputs);
    var _ = new DispatchTriggers(dispatch, clients.sqs(), functionSettings, inputs);
  }
}
