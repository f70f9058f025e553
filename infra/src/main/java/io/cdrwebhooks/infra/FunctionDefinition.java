package io.cdrwebhooks.infra;

import java.nio.file.Path;
import java.time.Duration;

/// What one function differs in from another: `zip` holds its jar and those that it needs under
/// `lib/`.
record FunctionDefinition(Path zip, String handlerClass, int memorySizeMiB, Duration timeout) {}
