package io.cdrwebhooks.local;

import io.cdrwebhooks.dispatch.Surroundings;
import io.cdrwebhooks.emulators.AwsEndpoints;
import io.cdrwebhooks.emulators.EmulatorException;
import io.cdrwebhooks.local.receiver.DemoReceiver;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.report.TaskId;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/// `make run`: the whole system stays up until Ctrl-C, with its data kept in a directory.
public final class Run {
  private static final TaskId TASK = new TaskId(1);

  private Run() {}

  /// Arguments: the directory, and the ports of the API, of S3 and of the demo receiver.
  public static void main(String[] arguments) throws Exception {
    try {
      run(
          Path.of(arguments[0]),
          port(arguments[1], "PORT"),
          port(arguments[2], "S3_PORT"),
          port(arguments[3], "RECEIVER_PORT"));
    } catch (StartFailure | EmulatorException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static int port(String text, String name) {
    if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_535) {
      throw new StartFailure(name + " is not a port: " + text);
    }
    return Integer.parseInt(text);
  }

  private static void run(Path directory, int apiPort, int s3Port, int receiverPort)
      throws IOException, InterruptedException {
    LocalSecrets secrets = LocalSecrets.keptIn(directory, new SecureRandom());
    LogFile logFile = LogFile.append(directory.resolve("log.jsonl"));
    EventLog log =
        new EventLog(
            InstantSource.system(),
            line -> {
              logFile.write(line);
              LogLines.print(line);
            });
    LocalSystem system =
        LocalSystem.start(
            new LocalSettings(apiPort, s3Port, Optional.of(directory), secrets),
            new Surroundings(InstantSource.system(), UUID::randomUUID, log));
    DemoReceiver receiver =
        DemoReceiver.start(
            receiverPort,
            secrets.signature(),
            directory.resolve("received"),
            event -> System.out.println("receiver  " + ReceiverSentences.of(event)));
    CountDownLatch stopped = stopOnSignal(receiver, system, logFile);
    ConfigurationClient api = new ConfigurationClient(system.apiUrl(), secrets.apiToken());
    if (api.isEmpty()) {
      String id = api.createConfiguration("Demo receiver", receiver.url(), secrets.signature());
      api.createTask(TASK, "Demo task", id);
    }
    printWayIn(system, secrets, receiver, directory);
    stopped.await();
  }

  private static CountDownLatch stopOnSignal(
      DemoReceiver receiver, LocalSystem system, LogFile logFile) {
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try (logFile;
                      system;
                      receiver) {
                    System.out.println("Stopping.");
                  } catch (IOException e) {
                    System.err.println("The log could not be closed: " + e);
                  } finally {
                    stopped.countDown();
                  }
                }));
    return stopped;
  }

  private static void printWayIn(
      LocalSystem system, LocalSecrets secrets, DemoReceiver receiver, Path directory) {
    System.out.printf(
        """

        CDR Webhooks is running on this machine, data in %1$s

          API base URL   %2$s/bulk/cdr-mgr/v1
          API token      %3$s   (also in %1$s/api-token)
          S3 endpoint    %4$s
          Bucket         %5$s
          Access key     %6$s
          Secret key     %7$s
          Demo receiver  %8$s   (task 1; saves to %1$s/received)

        Export a report:
          AWS_ACCESS_KEY_ID=%6$s AWS_SECRET_ACCESS_KEY=%7$s AWS_REGION=%9$s aws --endpoint-url %4$s s3 cp samples/tx00001.zip s3://%5$s/reports/1/tx00001.zip

        READY, Ctrl-C stops everything
        """,
        directory,
        system.apiUrl(),
        secrets.apiToken().reveal(),
        system.s3Url(),
        LocalSettings.BUCKET,
        secrets.accessKey().id(),
        secrets.accessKey().secret(),
        receiver.url(),
        AwsEndpoints.REGION);
  }
}
