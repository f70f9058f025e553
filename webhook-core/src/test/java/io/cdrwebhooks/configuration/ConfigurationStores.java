package io.cdrwebhooks.configuration;

/// The two stores as their contract suites see them: the same pair during a test, perhaps with
/// records of other tests.
public interface ConfigurationStores {
  WebhookConfigurations configurations();

  CdrTasks tasks();

  /// How often a race is repeated.
  int rounds();
}
