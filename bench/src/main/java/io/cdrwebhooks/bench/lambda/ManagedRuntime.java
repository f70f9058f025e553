package io.cdrwebhooks.bench.lambda;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Lambda's runtime for Java 25 as far as it can be had: AWS' own client with Lambda's flags, and
/// the function loaded from its folder.
///
/// Lambda has its client's classes in a cache of its own, which is not to be had: here they are
/// read from jars, so a function seems a little slower than it would be.
public final class ManagedRuntime implements LambdaRuntime {
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
    LambdaClient client = LambdaClient.of(build);
    String classPath =
        client.jars().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    return new ManagedRuntime(classPath, client.extractNativePart(folder));
  }

  @Override
  public FunctionProcess start(Launch launch, RuntimeApi api) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(FLAGS);
    command.addAll(launch.flags());
    command.add(LambdaClient.nativePartFlag(nativePart.toAbsolutePath().toString()));
    command.add("-cp");
    command.add(classPath);
    command.add(LambdaClient.MAIN);
    command.add(launch.handler());
    return FunctionProcess.start(command, launch, api);
  }

  /// The JDK that runs this.
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
