package io.cdrwebhooks.bench.lambda;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// How a process of a function is started: `variables` are its own, `flags` come beside those of
/// the runtime, and what it writes goes into `log`.
public record Launch(
    FunctionFolder function,
    String handler,
    Map<String, String> variables,
    List<String> flags,
    Path log) {
  public Launch {
    variables = Map.copyOf(variables);
    flags = List.copyOf(flags);
  }
}
