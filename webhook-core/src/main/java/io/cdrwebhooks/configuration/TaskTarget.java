package io.cdrwebhooks.configuration;

import java.util.Optional;

/// A task with its configuration. `configuration` is empty if the task has none, or one that does
/// not exist.
public record TaskTarget(CdrTask task, Optional<WebhookConfiguration> configuration) {}
