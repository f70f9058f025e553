package io.cdrwebhooks.bench.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// AWS' own client of the Runtime API, which the managed runtime for Java has on its class path.
record LambdaClient(List<Path> jars) {
  private static final String PACKAGE = "com.amazonaws.services.lambda.runtime.api.client";

  /// Takes a handler's name.
  static final String MAIN = PACKAGE + ".AWSLambda";

  /// What the part of it that is no Java is called where it is extracted.
  static final String NATIVE_PART = "libaws-lambda-jni.so";

  LambdaClient {
    jars = List.copyOf(jars);
  }

  static LambdaClient of(BuildFolders build) throws IOException {
    try (Stream<Path> files = Files.list(build.lambdaClient())) {
      return new LambdaClient(files.sorted().toList());
    }
  }

  /// Where the client finds the part of it that is no Java, so that it needs not extract it.
  static String nativePartFlag(String file) {
    return "-D" + PACKAGE + ".runtimeapi.NativeClient.JNI=" + file;
  }

  /// Copies that part into a folder.
  ///
  /// @throws IOException where there is none: it knows Linux alone
  Path extractNativePart(Path folder) throws IOException {
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
    Path target = folder.resolve(NATIVE_PART);
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
}
