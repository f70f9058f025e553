package io.cdrwebhooks.configuration;

/// The two stores that must agree, as their contract suites see them: one and the same pair during
/// a test, perhaps with what other tests left in it.
public interface ConfigurationStores {
  WebhookConfigurations configurations();

  CdrTasks tasks();

  /// How often a race is run.
  int rounds();
}
