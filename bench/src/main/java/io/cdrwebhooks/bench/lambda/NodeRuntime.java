package io.cdrwebhooks.bench.lambda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The `node` of the PATH and the function that `make bench` has bundled for it. It starts as
/// Lambda's runtime for Node starts it.
record NodeRuntime(Path folder) {
  static NodeRuntime install(BuildFolders build) throws IOException {
    Path folder = build.benchFolder().resolve("node");
    if (!Files.exists(folder.resolve("function.js"))) {
      throw new IOException("the Node function was not bundled: bench/node/build.sh " + folder);
    }
    return new NodeRuntime(folder);
  }

  FunctionProcess start(LoopbackServices services, Path log, RuntimeApi api) throws IOException {
    List<String> command =
        List.of(
            "node",
            // The stand listens on IPv4, which Java tries first too.
            "--dns-result-order=ipv4first",
            folder.resolve("bootstrap.js").toString(),
            folder.resolve("function.js").toString());
    return new Launch(folder, "function.handler", services.variables(), List.of(), log)
        .start(command, api);
  }
}
