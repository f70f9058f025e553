package io.cdrwebhooks.infra;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What one function differs in from another: `zip` holds its jar and those that it needs under
/// `lib/`.
///
/// `canary` is an event that it answers without any harm. `network` is where it stands, if it
/// matters. `reservedConcurrency` is empty where the account's is shared.
record FunctionDefinition(
    Path zip,
    String handlerClass,
    int memorySizeMiB,
    Duration timeout,
    Map<FunctionSetting, String> environment,
    Map<String, Object> canary,
    Optional<FixedEgress> network,
    OptionalInt reservedConcurrency) {}
