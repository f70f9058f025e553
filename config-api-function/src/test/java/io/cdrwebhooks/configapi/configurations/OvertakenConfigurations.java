package io.cdrwebhooks.configapi.configurations;

import io.cdrwebhooks.configuration.ConfigurationFilter;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.FailingStreak;
import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.paging.Page;
import java.util.Optional;

/// Lets another caller write once, right before the next replacement or deletion.
final class OvertakenConfigurations implements WebhookConfigurations {
  private final WebhookConfigurations stored;
  private Runnable faster = () -> {};

  OvertakenConfigurations(WebhookConfigurations stored) {
    this.stored = stored;
  }

  void beforeWriting(Runnable otherCaller) {
    faster = otherCaller;
  }

  private void overtake() {
    Runnable once = faster;
    faster = () -> {};
    once.run();
  }

  @Override
  public Optional<WebhookConfiguration> find(ConfigurationId id) {
    return stored.find(id);
  }

  @Override
  public Page<WebhookConfiguration> list(
      ConfigurationFilter filter, Optional<String> cursor, int limit) {
    return stored.list(filter, cursor, limit);
  }

  @Override
  public Saving create(WebhookConfiguration configuration) {
    return stored.create(configuration);
  }

  @Override
  public Saving replace(WebhookConfiguration configuration, Revision expected) {
    overtake();
    return stored.replace(configuration, expected);
  }

  @Override
  public boolean recordStreak(WebhookConfiguration seen, Optional<FailingStreak> streak) {
    return stored.recordStreak(seen, streak);
  }

  @Override
  public Deletion delete(ConfigurationId id, Optional<Revision> expected) {
    overtake();
    return stored.delete(id, expected);
  }
}
