package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.bench.ChildJvm;
import io.cdrwebhooks.configuration.ReceiverRules;
import io.cdrwebhooks.configuration.SendLimits;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.dispatch.RuntimeInputs;
import io.cdrwebhooks.local.ConfigurationClient;
import io.cdrwebhooks.local.LocalQueues;
import io.cdrwebhooks.local.LocalSecrets;
import io.cdrwebhooks.local.LocalSettings;
import io.cdrwebhooks.local.LocalSystem;
import io.cdrwebhooks.local.token.TokenSettings;
import io.cdrwebhooks.log.Metrics;
import io.cdrwebhooks.report.TaskId;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/// The local system as `make run` has it, with its data in memory, set up for one receiver; or its
/// emulators alone, which do the bare work of each report ([Ceiling]).
///
/// Arguments: the receiver, and for the emulators alone a report. Says where its S3 is and the key
/// to it.
public final class SystemProcess {
  /// The tasks whose reports are uploaded are 1 to this number.
  static final int TASKS = 10;

  private SystemProcess() {}

  /// Where reports are uploaded.
  record S3(URI url, String keyId, String secret) {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    PrintStream output = ChildJvm.takeOutput();
    URI receiver = URI.create(arguments[0]);
    LocalSecrets secrets = LocalSecrets.random(new SecureRandom());
    RuntimeInputs inputs = RuntimeInputs.standard(Metrics.NAMESPACE);
    try (LocalSystem system =
        LocalSystem.start(settings(secrets, Optional.empty()), _ -> {}, inputs)) {
      S3 s3 = new S3(system.s3Url(), secrets.accessKey().id(), secrets.accessKey().secret());
      if (arguments.length == 1) {
        setUp(system, receiver);
        serve(output, s3);
      } else {
        try (Ceiling _ = Ceiling.start(system, Path.of(arguments[1]), receiver, inputs)) {
          serve(output, s3);
        }
      }
    }
  }

  private static void serve(PrintStream output, S3 s3) throws IOException, InterruptedException {
    ChildJvm.serve(
        output,
        s3,
        (question, _) -> {
          throw new IllegalArgumentException(question);
        });
  }

  /// On free ports; without a directory the data is in memory.
  static LocalSettings settings(LocalSecrets secrets, Optional<Path> directory) {
    return new LocalSettings(
        LocalSettings.Ports.FREE,
        directory,
        secrets,
        LocalQueues.STANDARD,
        ReceiverRules.LOCAL,
        TokenSettings.STANDARD);
  }

  /// Has the reports of all tasks go to a receiver.
  static void setUp(LocalSystem system, URI receiver) throws IOException, InterruptedException {
    ConfigurationClient api = new ConfigurationClient(system.apiUrl(), system.issueToken());
    String configuration =
        api.createConfiguration(
            "Bench",
            receiver,
            new SignatureKey("a signature of no worth to anybody"),
            SendLimits.STANDARD);
    for (int task = 1; task <= TASKS; task++) {
      api.createTask(new TaskId(task), "Task " + task, configuration);
    }
  }
}
