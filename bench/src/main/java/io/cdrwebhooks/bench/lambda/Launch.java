package io.cdrwebhooks.bench.lambda;

import io.cdrwebhooks.local.start.KilledProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The settings of a function's process: its folder, its handler, and additional variables and
/// flags. The process writes its output into `log`.
record Launch(
    Path folder, String handler, Map<String, String> variables, List<String> flags, Path log) {
  /// Returns the launch of one of our functions, unpacked in `scratch`.
  static Launch of(Subject subject, Path scratch, LoopbackServices services, Path log)
      throws IOException {
    return new Launch(
        subject.folder(scratch),
        subject.handler,
        services.variables(),
        services.trustForJava(),
        log);
  }

  Launch withFlag(String flag) {
    List<String> more = Stream.concat(flags.stream(), Stream.of(flag)).toList();
    return new Launch(folder, handler, variables, more, log);
  }

  /// Starts `command` in the function's folder. The process has only Lambda's variables and those
  /// of this launch.
  KilledProcess start(List<String> command, RuntimeApi api) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().clear();
    builder.environment().putAll(allVariables(api));
    return new KilledProcess(builder.start());
  }

  /// Returns Lambda's variables and those of this launch. It leaves out `AWS_LAMBDA_LOG_FORMAT`,
  /// because Lambda has the classes for it in a cache.
  private Map<String, String> allVariables(RuntimeApi api) {
    Map<String, String> all = new HashMap<>();
    all.put("PATH", "/usr/local/bin:/usr/bin/:/bin");
    all.put("LANG", "en_US.UTF-8");
    all.put("TZ", ":UTC");
    all.put("_HANDLER", handler);
    all.put("LAMBDA_TASK_ROOT", folder.toString());
    all.put("LAMBDA_RUNTIME_DIR", "/var/runtime");
    all.put("AWS_LAMBDA_RUNTIME_API", api.address());
    all.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    all.put("AWS_LAMBDA_FUNCTION_NAME", "bench");
    all.put("AWS_LAMBDA_FUNCTION_VERSION", "1");
    all.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024");
    all.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/bench");
    all.put("AWS_LAMBDA_LOG_STREAM_NAME", "2026/01/01/[1]0");
    all.putAll(variables);
    return all;
  }
}
