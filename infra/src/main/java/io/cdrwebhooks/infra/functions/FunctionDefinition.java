package io.cdrwebhooks.infra.functions;

import io.cdrwebhooks.aws.FunctionVariable;
import io.cdrwebhooks.infra.network.FixedEgress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The settings that differ between the functions. `zip` contains the function's jar and its
/// libraries under `lib/`.
///
/// `canary` is an event that the function answers without effect. `network` is the network in which
/// the function runs; empty if it needs none. `reservedConcurrency` is empty if the function shares
/// the account's concurrency.
record FunctionDefinition(
    Path zip,
    String handlerClass,
    int memorySizeMiB,
    Duration timeout,
    Map<FunctionVariable, String> environment,
    Map<String, Object> canary,
    Optional<FixedEgress> network,
    OptionalInt reservedConcurrency) {}
