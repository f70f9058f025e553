package io.cdrwebhooks.bench.lambda;

import io.cdrwebhooks.bench.stand.Certificate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/// All that can be started, unpacked and ready; each call starts one process and ends it.
final class Starts {
  private final ManagedRuntime managed;
  private final NodeRuntime node;
  private final OwnRuntime own;
  private final Map<Subject, FunctionFolder> folders;
  private final FunctionFolder hello;
  private final Path scratch;

  private Starts(BuildFolders build, Path scratch) throws IOException, InterruptedException {
    this.managed = ManagedRuntime.install(build, scratch);
    this.node = NodeRuntime.install(build);
    this.own = OwnRuntime.build(build, scratch.resolve("own"));
    own.allowLoopback();
    this.folders = unpack(build, scratch);
    this.hello =
        new FunctionFolder(Files.createDirectory(scratch.resolve("hello"))).with(HelloWorld.class);
    this.scratch = scratch;
  }

  static Starts prepare(BuildFolders build, Path scratch) throws IOException, InterruptedException {
    return new Starts(build, scratch);
  }

  /// The packages of all subjects, each in a folder of its own below `scratch`.
  static Map<Subject, FunctionFolder> unpack(BuildFolders build, Path scratch) throws IOException {
    Map<Subject, FunctionFolder> folders = new EnumMap<>(Subject.class);
    for (Subject subject : Subject.values()) {
      folders.put(subject, subject.unpack(build, scratch));
    }
    return folders;
  }

  /// To the first byte that it prints.
  double helloWorld() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ManagedRuntime.java());
    command.addAll(ManagedRuntime.FLAGS);
    command.addAll(List.of("-cp", hello.path().toString(), HelloWorld.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command);
    long before = System.nanoTime();
    Process process = builder.start();
    try (InputStream out = process.getInputStream()) {
      if (out.read() < 0) {
        throw new IOException("a JVM that only says hello said nothing");
      }
      return millis(System.nanoTime() - before);
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  double managed(Subject subject, Surroundings surroundings)
      throws IOException, InterruptedException {
    Launch launch =
        new Launch(
            Objects.requireNonNull(folders.get(subject)),
            subject.handler(),
            surroundings.variables(),
            surroundings.trustForJava(),
            log(subject.words()));
    return once(subject, surroundings, launch, managed);
  }

  /// The dispatch function on its own runtime.
  double own(Surroundings surroundings) throws IOException, InterruptedException {
    Launch launch =
        new Launch(
            own.folder(),
            Subject.DISPATCH.handler(),
            surroundings.variables(),
            surroundings.trustForJava(),
            log("own"));
    return once(Subject.DISPATCH, surroundings, launch, own);
  }

  double node(Surroundings surroundings) throws IOException, InterruptedException {
    Map<String, String> variables = new HashMap<>(surroundings.variables());
    surroundings
        .certificate()
        .map(Certificate::trustForNode)
        .ifPresent(pem -> variables.put("NODE_EXTRA_CA_CERTS", pem.toString()));
    Launch launch =
        new Launch(node.folder(), "function.handler", variables, List.of(), log("node"));
    return once(Subject.DISPATCH, surroundings, launch, node);
  }

  private Path log(String name) {
    return scratch.resolve(name.replace(' ', '-') + ".log");
  }

  private static double once(
      Subject subject, Surroundings surroundings, Launch launch, LambdaRuntime runtime)
      throws IOException, InterruptedException {
    surroundings.begin();
    try (RuntimeApi api = RuntimeApi.start()) {
      api.invoke(subject.event());
      try (FunctionProcess process = runtime.start(launch, api)) {
        return millis(surroundings.done(subject, api) - process.startedNanos());
      }
    } catch (IOException | TimeoutException e) {
      throw new IOException(subject.words() + " did not start: see " + launch.log(), e);
    }
  }

  static double millis(long nanos) {
    return nanos / 1e6;
  }
}
