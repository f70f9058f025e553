package io.cdrwebhooks.configuration;

import java.util.Optional;

/// A task's routings with its present configuration. `configuration` is empty if the task has none,
/// or one that does not exist.
public record TaskTarget(TaskRoutings routings, Optional<WebhookConfiguration> configuration) {}
