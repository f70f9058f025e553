package io.cdrwebhooks.bench.lambda;

import io.cdrwebhooks.bench.stand.Stand;
import io.cdrwebhooks.local.start.KilledProcess;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Lambda's runtime for Java 25, as far as it is public: AWS's own client of the Runtime API with
/// Lambda's flags. It unpacks functions into `scratch`, and they call the servers of `stand`. Like
/// AWS's client, it needs Linux.
///
/// Lambda has its client's classes in a cache, which is not public. Here they are read from jars,
/// so functions seem a little slower than in Lambda.
final class ManagedRuntime {
  /// The flags that Lambda sets for a function of 1,024 MiB: the serial collector, and only the C1
  /// compiler.
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xms870400k",
          "-Xmx870400k",
          "-XX:MaxMetaspaceSize=104857k",
          "-XX:ReservedCodeCacheSize=52428k",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client";

  /// Makes `org.crac` find the context of Lambda's client, whose hooks Lambda itself calls.
  private static final String HOOKS = "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac";

  private final Path scratch;
  private final Stand stand;
  private final Path clientJars = BuildFolders.ofBench().resolve("lambda-client");
  private final List<String> flags = new ArrayList<>(FLAGS);

  ManagedRuntime(Path scratch, Stand stand, String... moreFlags) throws IOException {
    this.scratch = scratch;
    this.stand = stand;
    flags.addAll(List.of(moreFlags));
    flags.addAll(stand.trustFlags());
    flags.add("-D" + CLIENT + ".runtimeapi.NativeClient.JNI=" + extractNativePart());
  }

  /// Extracts the client's native library, as in Lambda.
  private Path extractNativePart() throws IOException {
    String architecture = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch_64";
    Path target = scratch.toAbsolutePath().resolve("libaws-lambda-jni.so");
    try (Stream<Path> jars = Files.list(clientJars)) {
      Path client =
          jars.filter(jar -> jar.toString().contains("runtime-interface-client"))
              .findFirst()
              .orElseThrow();
      try (FileSystem files = FileSystems.newFileSystem(client)) {
        Path library = files.getPath("jni/libaws-lambda-jni.linux-" + architecture + ".so");
        return Files.copy(library, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  Stand stand() {
    return stand;
  }

  /// Returns the file with the output of a function's last process.
  Path log(Subject subject) {
    return scratch.resolve(subject.label() + ".log");
  }

  /// Starts a function, with Lambda's variables and those of its deployment.
  KilledProcess start(Subject subject, RuntimeApi api) throws IOException {
    return start(subject, api, flags, stand.variables());
  }

  /// Starts a function, which then rehearses and asks for its restore.
  KilledProcess startForSnapshot(Subject subject, RuntimeApi api) throws IOException {
    List<String> snapshotFlags = new ArrayList<>(flags);
    snapshotFlags.add(HOOKS);
    Map<String, String> variables = stand.variables();
    variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
    variables.putAll(stand.keysFromEndpoint());
    return start(subject, api, snapshotFlags, variables);
  }

  private KilledProcess start(
      Subject subject, RuntimeApi api, List<String> itsFlags, Map<String, String> itsVariables)
      throws IOException {
    Path folder = subject.unpackedIn(scratch);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(itsFlags);
    command.addAll(List.of("-cp", clientJars + "/*", CLIENT + ".AWSLambda", subject.handler));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log(subject).toFile());
    Map<String, String> variables = builder.environment();
    variables.clear();
    variables.putAll(itsVariables);
    variables.put("_HANDLER", subject.handler);
    variables.put("LAMBDA_TASK_ROOT", folder.toString());
    variables.put("AWS_LAMBDA_RUNTIME_API", api.address());
    return new KilledProcess(builder.start());
  }
}
