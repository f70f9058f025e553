package io.cdrwebhooks.bench.lambda;

import java.io.IOException;

/// What a function's process is started with.
@FunctionalInterface
interface LambdaRuntime {
  /// The process asks `api` for events.
  FunctionProcess start(Launch launch, RuntimeApi api) throws IOException;
}
