package io.cdrwebhooks.deployment;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The emulated AWS account (`deployment/emulated-account`), a process inside the trial's network
/// namespace, and the commands that use it.
///
/// Its credentials are those of the account's root, like an administrator's. It writes only to
/// `folder`: `account.log`, the calls of all roles in `calls.jsonl`, certificates.
record EmulatedAccount(Path folder, Process process) implements AutoCloseable {
  static final String REGION = "us-east-1";
  static final String RECEIVER = "receiver.example.com";
  static final int RECEIVER_PORT = 8090;

  private static final String READY = "Running on https://127.0.0.1:443";
  private static final String KEY_ID = "operator";
  private static final String SECRET = "operator-secret";
  private static final String PASSWORD = "changeit";

  /// Starts the account and lets this JVM trust its certificate. `address` is the receiver's, on
  /// the loopback interface.
  static EmulatedAccount start(Path project, Path python, String address, Path folder)
      throws IOException {
    Files.createDirectories(folder);
    Path log = folder.resolve("account.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                python.toString(),
                project.resolve("deployment/emulated-account/account.py").toString(),
                folder.toString(),
                REGION,
                RECEIVER,
                address,
                Integer.toString(RECEIVER_PORT))
            .redirectErrorStream(true);
    builder.environment().putAll(credentials());
    builder.environment().put("EMULATED_JAVA_BOOTSTRAP", bootstrap(folder));
    Process process = builder.start();
    awaitReady(process, log);
    System.setProperty("javax.net.ssl.trustStore", trustStore(folder));
    System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
    System.setProperty("aws.region", REGION);
    System.setProperty("aws.accessKeyId", KEY_ID);
    System.setProperty("aws.secretAccessKey", SECRET);
    return new EmulatedAccount(folder, process);
  }

  /// Runs a command with the account's credentials until it ends, and writes its output to `log`.
  int run(Path log, List<String> command) throws IOException, InterruptedException {
    return run(log, Map.of(), command);
  }

  /// Runs a command like [#run(Path, List)], with additional environment variables.
  int run(Path log, Map<String, String> variables, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(variables);
    String authority = folder.resolve("certificates/ca.pem").toString();
    builder.environment().putAll(credentials());
    builder.environment().put("AWS_CA_BUNDLE", authority);
    builder.environment().put("NODE_EXTRA_CA_CERTS", authority);
    builder.environment().put("AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED", "true");
    return builder.start().waitFor();
  }

  private static Map<String, String> credentials() {
    return Map.of(
        "AWS_ACCESS_KEY_ID", KEY_ID, "AWS_SECRET_ACCESS_KEY", SECRET, "AWS_REGION", REGION);
  }

  /// Returns the script with which the emulator starts a Java function. It runs AWS's runtime
  /// interface client with Lambda's choice of collector and compiler. Each environment gets a
  /// folder for temporary files.
  private static String bootstrap(Path folder) throws IOException {
    String client =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> Path.of(entry).getFileName().toString().startsWith("aws-lambda-java"))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    return """
        #!/bin/sh
        exec %s/bin/java -Djava.io.tmpdir="$(mktemp -d)" -XX:-UsePerfData --enable-native-access=ALL-UNNAMED \\
          -Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI=%s \\
          -Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword=%s \\
          -Xmx"$AWS_LAMBDA_FUNCTION_MEMORY_SIZE"m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \\
          -cp "$LAMBDA_TASK_ROOT:$LAMBDA_TASK_ROOT/lib/*:%s" \\
          com.amazonaws.services.lambda.runtime.api.client.AWSLambda "$_HANDLER"
        """
        .formatted(
            System.getProperty("java.home"),
            nativeClient(folder),
            trustStore(folder),
            PASSWORD,
            client);
  }

  /// Copies the client's native code into the run's folder. Otherwise each function would unpack it
  /// to the same file in /tmp. Functions that start together, and other users, would overwrite it
  /// there.
  private static Path nativeClient(Path folder) throws IOException {
    String processor = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
    String name = "/jni/libaws-lambda-jni.linux-" + processor + ".so";
    try (InputStream library = EmulatedAccount.class.getResourceAsStream(name)) {
      if (library == null) {
        throw new TrialFailure("Lambda's client has no " + name);
      }
      Path file = folder.resolve("libaws-lambda-jni.so");
      Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
      return file;
    }
  }

  private static String trustStore(Path folder) {
    return folder.resolve("certificates/trust.p12").toString();
  }

  private static void awaitReady(Process process, Path log) throws IOException {
    List<String> said = new ArrayList<>();
    BufferedReader output = process.inputReader();
    String line = output.readLine();
    while (line != null && !line.contains(READY)) {
      said.add(line);
      line = output.readLine();
    }
    Files.write(log, said);
    if (line == null) {
      String reason = said.isEmpty() ? "it printed nothing" : said.getLast();
      throw new TrialFailure("The emulated account did not start: " + reason);
    }
    Thread.ofPlatform().daemon().start(() -> keep(output, log));
  }

  private static void keep(BufferedReader output, Path log) {
    try (var writer = Files.newBufferedWriter(log, StandardOpenOption.APPEND)) {
      String line = output.readLine();
      while (line != null) {
        writer.write(line);
        writer.newLine();
        writer.flush();
        line = output.readLine();
      }
    } catch (IOException e) {
      // The account's process has ended, and closed its pipe.
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
