package io.cdrwebhooks.bench.lambda;

import io.cdrwebhooks.local.start.KilledProcess;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Lambda's runtime for Java 25, as far as it is public: AWS's own client of the Runtime API with
/// Lambda's flags. It loads the function from its folder.
///
/// Lambda has its client's classes in a cache, which is not public. Here they are read from jars,
/// so functions seem a little slower than in Lambda.
record ManagedRuntime(String classPath, Path nativePart) {
  /// The flags that Lambda sets for a function of 1,024 MiB: the serial collector, and only the C1
  /// compiler.
  static final List<String> FLAGS =
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

  /// Extracts the client's native library into a file in `folder`, as in Lambda.
  ///
  /// @throws IOException on any system but Linux, the only one that the client supports
  static ManagedRuntime install(BuildFolders build, Path folder) throws IOException {
    List<Path> jars;
    try (Stream<Path> files = Files.list(build.benchFolder().resolve("lambda-client"))) {
      jars = files.sorted().toList();
    }
    String classPath =
        jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    return new ManagedRuntime(classPath, extractNativePart(jars, folder));
  }

  private static Path extractNativePart(List<Path> jars, Path folder) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      urls.add(jar.toUri().toURL());
    }
    String architecture = System.getProperty("os.arch").replace("amd64", "x86_64");
    String name =
        "jni/libaws-lambda-jni.linux-" + architecture.replace("aarch64", "aarch_64") + ".so";
    Path target = folder.toAbsolutePath().resolve("libaws-lambda-jni.so");
    try (URLClassLoader client = new URLClassLoader(urls.toArray(URL[]::new), null);
        InputStream library = client.getResourceAsStream(name)) {
      if (library == null || !System.getProperty("os.name").equals("Linux")) {
        throw new IOException("Lambda's client needs Linux on x86-64 or aarch64: no " + name);
      }
      Files.copy(library, target, StandardCopyOption.REPLACE_EXISTING);
    }
    return target;
  }

  KilledProcess start(Launch launch, RuntimeApi api) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(launch.flags());
    command.add("-D" + CLIENT + ".runtimeapi.NativeClient.JNI=" + nativePart);
    command.addAll(List.of("-cp", classPath, CLIENT + ".AWSLambda", launch.handler()));
    return launch.start(command, api);
  }
}
