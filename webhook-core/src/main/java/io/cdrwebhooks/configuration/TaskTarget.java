package io.cdrwebhooks.configuration;

import java.util.Optional;

/// A task with the configuration that it names; `configuration` is empty when it names none, or one
/// that is not there.
public record TaskTarget(CdrTask task, Optional<WebhookConfiguration> configuration) {}
