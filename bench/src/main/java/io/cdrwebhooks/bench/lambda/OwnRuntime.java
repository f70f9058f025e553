package io.cdrwebhooks.bench.lambda;

import io.cdrwebhooks.bench.stand.Certificate;
import io.cdrwebhooks.dispatch.LoopbackDispatchHandler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The dispatch function with a Java runtime of its own, for Lambda's `provided.al2023`: a JDK of
/// few modules, AWS' client, and a cache of classes as they are once loaded and linked (JEP 483,
/// 514, 515), trained by the function's own rehearsal.
///
/// An experiment, for the architecture that it is made on. The JVM uses the cache only with the
/// very jars it was trained on, by size and time of change, so these have a fixed time.
public final class OwnRuntime implements LambdaRuntime {
  /// What the JDK's own tool says is needed, without what only AWT and the like would use.
  private static final String MODULES =
      "java.base,java.logging,java.management,java.naming,java.security.jgss,java.xml,"
          + "jdk.unsupported";

  private static final String HANDLER = "io.cdrwebhooks.dispatch.DispatchHandler";
  private static final String CACHE = "function.aot";
  private static final String ARGUMENTS = "java.args";
  private static final FileTime CHANGED = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final String BOOTSTRAP =
      """
      #!/bin/sh
      # Lambda starts this; the heap is what the function's memory leaves it.
      cd "$LAMBDA_TASK_ROOT"
      exec runtime/bin/java -Xmx$((AWS_LAMBDA_FUNCTION_MEMORY_SIZE * 85 / 100))m \\
        "%s" @%s "$_HANDLER"
      """
          .formatted(
              LambdaClient.nativePartFlag("$LAMBDA_TASK_ROOT/" + LambdaClient.NATIVE_PART),
              ARGUMENTS);

  private final Path folder;

  private OwnRuntime(Path folder) {
    this.folder = folder;
  }

  /// Makes all of it in a folder that is not there yet; takes half a minute.
  public static OwnRuntime build(BuildFolders build, Path folder)
      throws IOException, InterruptedException {
    OwnRuntime runtime = new OwnRuntime(folder);
    FunctionFolder.unpack(build.functionPackage(Subject.DISPATCH.module()), folder);
    LambdaClient client = LambdaClient.of(build);
    for (Path jar : client.jars()) {
      // The function has one of them too, the same.
      Path target = folder.resolve("lib").resolve(jar.getFileName());
      if (!Files.exists(target)) {
        Files.copy(jar, target);
      }
    }
    client.extractNativePart(folder);
    runtime.linkJdk();
    for (Path jar : runtime.jars()) {
      Files.setLastModifiedTime(jar, CHANGED);
    }
    runtime.writeArguments(List.of(), "-XX:AOTCacheOutput=" + CACHE);
    runtime.writeBootstrap();
    runtime.train();
    runtime.writeArguments(List.of(), "-XX:AOTCache=" + CACHE);
    return runtime;
  }

  public FunctionFolder folder() {
    return new FunctionFolder(folder);
  }

  /// Puts [LoopbackDispatchHandler] behind all other jars, which the cache allows, and insists on
  /// the cache from now on: a JVM that cannot use it does not start.
  void allowLoopback() throws IOException {
    Path jar = folder.resolve("loopback.jar");
    String name = LoopbackDispatchHandler.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        InputStream in = LoopbackDispatchHandler.class.getResourceAsStream("/" + name)) {
      out.putNextEntry(new JarEntry(name));
      Objects.requireNonNull(in, name).transferTo(out);
    }
    writeArguments(List.of(folder.relativize(jar)), "-XX:AOTCache=" + CACHE, "-XX:AOTMode=on");
  }

  /// As Lambda does, by its bootstrap.
  @Override
  public FunctionProcess start(Launch launch, RuntimeApi api) throws IOException {
    Map<String, String> variables = new HashMap<>(launch.variables());
    if (!launch.flags().isEmpty()) {
      variables.put("JDK_JAVA_OPTIONS", String.join(" ", launch.flags()));
    }
    Launch told =
        new Launch(launch.function(), launch.handler(), variables, List.of(), launch.log());
    String bootstrap = launch.function().path().resolve("bootstrap").toString();
    return FunctionProcess.start(List.of(bootstrap), told, api);
  }

  private List<Path> jars() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("lib"))) {
      return files.sorted().toList();
    }
  }

  private void linkJdk() throws IOException, InterruptedException {
    run(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
            "--add-modules",
            MODULES,
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            "--vm",
            "server",
            "--output",
            folder.resolve("runtime").toString()));
  }

  private void writeArguments(List<Path> moreJars, String... cache) throws IOException {
    List<String> lines = new ArrayList<>(List.of(cache));
    lines.add("-XX:+UseSerialGC");
    lines.add("-XX:TieredStopAtLevel=1");
    // Compiling at once what the training called often takes longer than a first event needs.
    lines.add("-XX:+UnlockDiagnosticVMOptions");
    lines.add("-XX:-AOTReplayTraining");
    // The cache is as it was written only where it was written for: else all of it is gone through.
    lines.add("-XX:ArchiveRelocationMode=0");
    lines.add("--enable-native-access=ALL-UNNAMED");
    lines.add("--sun-misc-unsafe-memory-access=allow");
    lines.add("-cp");
    lines.add(
        Stream.concat(jars().stream().map(folder::relativize), moreJars.stream())
            .map(Path::toString)
            .collect(Collectors.joining(":")));
    lines.add(LambdaClient.MAIN);
    Files.write(folder.resolve(ARGUMENTS), lines);
  }

  private void writeBootstrap() throws IOException {
    Path bootstrap = folder.resolve("bootstrap");
    Files.writeString(bootstrap, BOOTSTRAP);
    if (!bootstrap.toFile().setExecutable(true, false)) {
      throw new IOException("cannot be made executable: " + bootstrap);
    }
  }

  /// The rehearsal goes all the way, over https; the event after it finds that no receiver may be
  /// on this machine, which is well tried too.
  private void train() throws IOException, InterruptedException {
    Path notes = Files.createDirectory(folder.resolveSibling(folder.getFileName() + "-training"));
    Certificate certificate = Certificate.make(notes);
    try (Surroundings secured = Surroundings.open(Optional.of(certificate));
        SnapStart snapStart = new SnapStart(this)) {
      Launch launch =
          new Launch(
              folder(),
              HANDLER,
              secured.variables(),
              secured.trustForJava(),
              notes.resolve("training.log"));
      try (SnapStart.Snapshot trained = snapStart.begin(Subject.DISPATCH, launch, secured)) {
        trained.awaitReady();
        trained.api().invoke(Subject.DISPATCH.event());
        trained.api().restore();
        trained.api().outcome(Surroundings.PATIENCE);
        trained.process().end(PATIENCE);
      } catch (TimeoutException e) {
        throw new IOException("the training failed: see " + launch.log(), e);
      }
      // The JVM says nothing of it when it has written none.
      Path cache = folder.resolve(CACHE);
      if (!Files.exists(cache) || Files.size(cache) == 0) {
        throw new IOException("the training left no cache: see " + launch.log());
      }
    }
  }

  private void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("failed: " + String.join(" ", command));
    }
  }
}
