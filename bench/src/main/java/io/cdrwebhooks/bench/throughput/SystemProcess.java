package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.configuration.ReceiverRules;
import io.cdrwebhooks.dispatch.RuntimeInputs;
import io.cdrwebhooks.local.LocalQueues;
import io.cdrwebhooks.local.LocalSecrets;
import io.cdrwebhooks.local.LocalSettings;
import io.cdrwebhooks.local.LocalSystem;
import io.cdrwebhooks.local.token.TokenSettings;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metrics;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// The local system as `make run` has it, with its data in memory and its log in a file.
///
/// Argument: the file for the log. Says where its S3 is and the key to it, then the same of its
/// API.
final class SystemProcess {
  private SystemProcess() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    PrintStream output = Child.takeOutput();
    LocalSecrets secrets = LocalSecrets.random(new SecureRandom());
    LocalSettings settings =
        new LocalSettings(
            LocalSettings.Ports.FREE,
            Optional.empty(),
            secrets,
            LocalQueues.STANDARD,
            ReceiverRules.LOCAL,
            TokenSettings.STANDARD);
    try (PrintWriter log = new PrintWriter(Path.of(arguments[0]).toFile(), StandardCharsets.UTF_8);
        LocalSystem system = LocalSystem.start(settings, _ -> {}, inputs(log))) {
      Child.serve(
          output,
          List.of(
              system.s3Url(),
              secrets.accessKey().id(),
              secrets.accessKey().secret(),
              system.apiUrl(),
              system.issueToken().reveal()),
          _ -> List.of("what?"));
    }
  }

  private static RuntimeInputs inputs(PrintWriter log) {
    return new RuntimeInputs(
        InstantSource.system(),
        UUID::randomUUID,
        () -> ThreadLocalRandom.current().nextDouble(),
        new EventLog(InstantSource.system(), line -> write(log, line)),
        new Metrics(InstantSource.system(), line -> write(log, line)));
  }

  /// Each line at once, as the local system's own log file has it.
  private static void write(PrintWriter log, String line) {
    log.println(line);
    log.flush();
  }
}
