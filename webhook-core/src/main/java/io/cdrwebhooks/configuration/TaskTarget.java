package io.cdrwebhooks.configuration;

import java.util.Optional;

/// A task's routings with its present configuration, and whether its reports get numbers.
/// `configuration` is empty if the task has none or its configuration was deleted.
public record TaskTarget(
    TaskRoutings routings, Optional<WebhookConfiguration> configuration, boolean numbered) {}
