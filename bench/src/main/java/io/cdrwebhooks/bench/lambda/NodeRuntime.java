package io.cdrwebhooks.bench.lambda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Node as Lambda's runtime for it would start a bundled function.
public final class NodeRuntime implements LambdaRuntime {
  private final String node;
  private final FunctionFolder folder;

  private NodeRuntime(String node, FunctionFolder folder) {
    this.node = node;
    this.folder = folder;
  }

  /// The bundle that `make bench` has made, and the `node` of the PATH.
  public static NodeRuntime install(BuildFolders build) throws IOException {
    Path folder = build.benchFolder().resolve("node");
    if (!Files.exists(folder.resolve("function.js"))) {
      throw new IOException("the Node function was not bundled: bench/node/build.sh " + folder);
    }
    return new NodeRuntime(onPath("node"), new FunctionFolder(folder));
  }

  public FunctionFolder folder() {
    return folder;
  }

  @Override
  public FunctionProcess start(Launch launch, RuntimeApi api) throws IOException {
    List<String> command =
        List.of(
            node,
            // The stand listens on IPv4, where Java looks first too.
            "--dns-result-order=ipv4first",
            launch.function().path().resolve("bootstrap.js").toString(),
            launch.function().path().resolve("function.js").toString());
    return FunctionProcess.start(command, launch, api);
  }

  private static String onPath(String program) throws IOException {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IOException("there is no " + program + " on the PATH"))
        .toString();
  }
}
