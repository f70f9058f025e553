package io.cdrwebhooks.bench.lambda;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Lambda's runtime for Java 25 as far as it can be had: AWS' own client with Lambda's flags, and
/// the function loaded from its folder.
///
/// Lambda has its client's classes in a cache of its own, which is not to be had: here they are
/// read from jars, so a function seems a little slower than it would be.
public final class ManagedRuntime {
  /// As Lambda sets them for a function of 1,024 MiB: the serial collector, and no compiler but the
  /// quick one.
  public static final List<String> FLAGS =
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
  private static final String NATIVE_PART = CLIENT + ".runtimeapi.NativeClient.JNI";

  private final String classPath;
  private final Path nativePart;

  private ManagedRuntime(String classPath, Path nativePart) {
    this.classPath = classPath;
    this.nativePart = nativePart;
  }

  /// `folder` is for the part of the client that is no Java; Lambda has it in a file too.
  ///
  /// @throws IOException where there is no such client: it knows Linux alone
  public static ManagedRuntime install(BuildFolders build, Path folder) throws IOException {
    List<Path> jars;
    try (Stream<Path> files = Files.list(build.lambdaClient())) {
      jars = files.sorted().toList();
    }
    String classPath =
        jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    return new ManagedRuntime(classPath, extractNativePart(jars, folder));
  }

  private static Path extractNativePart(List<Path> jars, Path folder) throws IOException {
    String system = System.getProperty("os.name");
    String machine =
        switch (System.getProperty("os.arch")) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64" -> "aarch_64";
          default -> "none";
        };
    if (!system.toLowerCase(Locale.ROOT).equals("linux") || machine.equals("none")) {
      throw new IOException("Lambda's client runs on Linux alone, on x86-64 or aarch64");
    }
    String name = "/jni/libaws-lambda-jni.linux-" + machine + ".so";
    Path target = folder.resolve("libaws-lambda-jni.so");
    for (Path jar : jars) {
      try (FileSystem files = FileSystems.newFileSystem(jar)) {
        Path part = files.getPath(name);
        if (Files.exists(part)) {
          try (InputStream in = Files.newInputStream(part)) {
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
          }
          return target;
        }
      }
    }
    throw new IOException("no jar of Lambda's client has " + name);
  }

  /// Starts a function's process, which asks `api` for events.
  public FunctionProcess start(Launch launch, RuntimeApi api) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(FLAGS);
    command.addAll(launch.flags());
    command.add("-D" + NATIVE_PART + "=" + nativePart.toAbsolutePath());
    command.add("-cp");
    command.add(classPath);
    command.add(CLIENT + ".AWSLambda");
    command.add(launch.handler());
    return FunctionProcess.start(command, launch, api);
  }

  /// The JDK that runs this.
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
