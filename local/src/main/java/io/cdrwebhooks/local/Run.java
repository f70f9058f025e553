package io.cdrwebhooks.local;

import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.emulators.AccessKey;
import io.cdrwebhooks.emulators.EmulatorException;
import io.cdrwebhooks.local.receiver.DemoReceiver;
import io.cdrwebhooks.local.start.PrivateFile;
import io.cdrwebhooks.local.start.StartFailure;
import io.cdrwebhooks.local.token.ApiToken;
import io.cdrwebhooks.receiver.ReceiverRules;
import io.cdrwebhooks.report.TaskId;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/// `make run`: keeps the whole system up until Ctrl-C, with its data in a directory.
public final class Run {
  private static final TaskId TASK = new TaskId(1);

  private Run() {}

  /// Arguments: the directory, the ports of the API, of S3 and of the demo receiver, and `1` for a
  /// deployment's rules.
  public static void main(String[] arguments) {
    try {
      run(arguments);
    } catch (StartFailure | EmulatorException e) {
      fail(String.valueOf(e.getMessage()));
    } catch (IOException | InterruptedException | RuntimeException e) {
      e.printStackTrace();
      fail("The system could not start.");
    }
  }

  /// Ends the JVM, and with it all started parts, even if threads still run.
  private static void fail(String sentence) {
    System.err.println(sentence);
    System.exit(1);
  }

  private static void run(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length < 4 || arguments.length > 5 || arguments[0].isBlank()) {
      throw new StartFailure("Give a directory, PORT, S3_PORT and RECEIVER_PORT.");
    }
    String strict = arguments.length == 5 ? arguments[4] : "";
    Path directory = Path.of(arguments[0]);
    LocalSettings.Ports ports =
        new LocalSettings.Ports(port(arguments[1], "PORT"), port(arguments[2], "S3_PORT"));
    int receiverPort = port(arguments[3], "RECEIVER_PORT");
    FileChannel lock = locked(directory);
    LocalSecrets secrets = LocalSecrets.keptIn(directory, new SecureRandom());
    start(
        new LocalSettings(
            ports, Optional.of(directory), secrets, LocalQueues.STANDARD, rules(strict)),
        lock,
        directory,
        receiverPort);
  }

  /// Reads the rules: `1` means those of a deployment, empty text the local ones. Other text is
  /// refused, so that a typing error is noticed.
  private static ReceiverRules rules(String strict) {
    return switch (strict) {
      case "" -> ReceiverRules.LOCAL;
      case "1" -> ReceiverRules.PRODUCTION;
      default -> throw new StartFailure("STRICT must be 1 or left out: " + strict);
    };
  }

  /// Creates the directory for its owner alone, and locks it, since two systems would damage each
  /// other's data. The operating system releases the lock when the process ends for any reason.
  private static FileChannel locked(Path directory) throws IOException {
    for (String folder : List.of("", "s3", "dynamodb", "received")) {
      PrivateFile.createFolder(directory.resolve(folder));
    }
    FileChannel channel =
        PrivateFile.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      channel.close();
      throw new StartFailure("Another `make run` is using " + directory + ".");
    }
    return channel;
  }

  private static int port(String text, String name) {
    if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_535) {
      throw new StartFailure(name + " is not a port: " + text);
    }
    return Integer.parseInt(text);
  }

  private static void start(
      LocalSettings settings, FileChannel lock, Path directory, int receiverPort)
      throws IOException, InterruptedException {
    PrintWriter logFile = appended(directory.resolve("log.jsonl"));
    // The receiver starts first, so that a port in use shows at once; the other parts take longer
    // to start.
    DemoReceiver receiver = startReceiver(receiverPort, settings.secrets(), directory);
    LocalNotices notices = notices(directory);
    AtomicBoolean delivering = new AtomicBoolean(true);
    LocalSystem system = LocalSystem.start(settings, notices, inputs(logFile, delivering));
    AtomicBoolean ready = new AtomicBoolean();
    CountDownLatch stopped =
        stopOnSignal(
            ready,
            List.of(
                system::stopDelivering,
                () -> delivering.set(false),
                receiver,
                system,
                logFile,
                lock));
    ApiToken token = storeAddresses(system, directory);
    // The deployment's rules would refuse the demo receiver.
    if (!isStrict(settings)) {
      createDemoTask(receiver, new ApiClient(system.apiUrl(), token), settings.secrets());
    }
    printAddresses(system, token, receiver, settings);
    System.out.println("READY, Ctrl-C stops everything");
    ready.set(true);
    stopped.await();
  }

  private static DemoReceiver startReceiver(int port, LocalSecrets secrets, Path directory)
      throws IOException {
    return DemoReceiver.start(
        port,
        secrets.signature(),
        directory.resolve("received"),
        event -> System.out.println("receiver  " + LogLines.printable(event.sentence())));
  }

  private static LocalNotices notices(Path directory) throws IOException {
    return new LocalNotices(
        line -> System.out.println("notice    " + line),
        appended(directory.resolve("notices.jsonl"))::println);
  }

  /// Writes the system's addresses and a new token into the directory, and returns the token.
  private static ApiToken storeAddresses(LocalSystem system, Path directory) throws IOException {
    StoredAddress.QUEUES.write(directory, system.sqsUrl());
    StoredAddress.API.write(directory, system.apiUrl());
    ApiToken token = system.issueToken();
    LocalSecrets.keepToken(directory, token);
    return token;
  }

  /// Creates a configuration and a task for the demo receiver if there is no configuration yet.
  private static void createDemoTask(DemoReceiver receiver, ApiClient api, LocalSecrets secrets)
      throws IOException, InterruptedException {
    if (api.isEmpty()) {
      String id = api.createConfiguration("Demo receiver", receiver.url(), secrets.signature());
      api.createTask(TASK, "Demo task", id);
    }
  }

  private static boolean isStrict(LocalSettings settings) {
    return !settings.receiverRules().loopbackAllowed();
  }

  /// Opens a file to append whole lines to those of earlier runs.
  private static PrintWriter appended(Path file) throws IOException {
    FileChannel opened =
        PrivateFile.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return new PrintWriter(
        new BufferedWriter(Channels.newWriter(opened, StandardCharsets.UTF_8)), true);
  }

  /// Returns inputs that log until the stop. Errors after the stop are not logged; the next start
  /// retries those deliveries.
  private static RuntimeInputs inputs(PrintWriter logFile, AtomicBoolean delivering) {
    return LocalSystem.inputs(
        line -> {
          if (delivering.get()) {
            logFile.println(line);
            System.out.println("log       " + LogLines.readable(line));
          }
        },
        logFile::println);
  }

  /// Stops the parts in list order on a signal. Exits with 0 if the system was ready and all parts
  /// stopped, and otherwise with the signal's status.
  private static CountDownLatch stopOnSignal(AtomicBoolean ready, List<AutoCloseable> parts) {
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  System.out.println("Stopping.");
                  long left = parts.stream().filter(part -> !stops(part)).count();
                  stopped.countDown();
                  if (ready.get() && left == 0) {
                    Runtime.getRuntime().halt(0);
                  }
                }));
    return stopped;
  }

  private static boolean stops(AutoCloseable part) {
    try {
      part.close();
      return true;
    } catch (Exception e) {
      System.err.println("A part of the local system cannot stop: " + e);
      return false;
    }
  }

  private static void printAddresses(
      LocalSystem system, ApiToken token, DemoReceiver receiver, LocalSettings settings) {
    AccessKey accessKey = settings.secrets().accessKey();
    System.out.printf(
        """

        CDR Webhooks is running on this machine, data in %1$s

          Console        %2$s
                         opens once, within 15 minutes; another link: make console-link
          Documentation  %3$s/docs/
          API base URL   %3$s%6$s
          API token      %4$s
                         also in %1$s/api-token; until %5$s
          S3 endpoint    %7$s
          Bucket         %8$s
          Access key     %9$s
          Secret key     %10$s
          Demo receiver  %11$s   (task 1; saves to %1$s/received)

        Export a generated report or one of your own:
          make report LINES=1000 TASK=1
          AWS_ACCESS_KEY_ID=%9$s AWS_SECRET_ACCESS_KEY=%10$s AWS_REGION=%12$s aws --endpoint-url %7$s s3 cp samples/tx00001.zip s3://%8$s/reports/1/tx00001.zip

        """,
        settings.dataDirectory().orElseThrow(),
        system.consoleLink(),
        system.apiUrl(),
        token.reveal(),
        token.expiresAt(),
        Route.BASE,
        system.s3Url(),
        LocalSettings.BUCKET,
        accessKey.id(),
        accessKey.secret(),
        receiver.url(),
        AccessKey.REGION);
    if (isStrict(settings)) {
      System.out.println(
          "Strict mode: receivers must be https on the public internet, as in a deployment.");
    }
  }
}
