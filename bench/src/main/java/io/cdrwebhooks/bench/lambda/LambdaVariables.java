package io.cdrwebhooks.bench.lambda;

import java.util.LinkedHashMap;
import java.util.Map;

/// The environment of a function: what Lambda sets whatever it is written in, and its own
/// variables.
final class LambdaVariables {
  private LambdaVariables() {}

  static Map<String, String> of(Launch launch, RuntimeApi api) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("PATH", "/usr/local/bin:/usr/bin/:/bin");
    variables.put("LANG", "en_US.UTF-8");
    variables.put("TZ", ":UTC");
    variables.put("_HANDLER", launch.handler());
    variables.put("LAMBDA_TASK_ROOT", launch.function().path().toString());
    variables.put("LAMBDA_RUNTIME_DIR", "/var/runtime");
    variables.put("AWS_LAMBDA_RUNTIME_API", api.address());
    variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    variables.put("AWS_LAMBDA_FUNCTION_NAME", "bench");
    variables.put("AWS_LAMBDA_FUNCTION_VERSION", "1");
    variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024");
    variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/bench");
    variables.put("AWS_LAMBDA_LOG_STREAM_NAME", "2026/01/01/[1]0");
    // No AWS_LAMBDA_LOG_FORMAT: what the client then loads is in the cache that Lambda has of it.
    variables.putAll(launch.variables());
    return variables;
  }
}
