package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.ReceiverUrl;
import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import java.net.URI;
import java.util.Optional;

/// How a webhook configuration is stored.
final class ConfigurationItems {
  static final String ID = "id";

  /// Who is about to delete the configuration.
  static final String DELETING_BY = "deletingBy";

  /// With [#sameRevision].
  static final String SAME_REVISION = "#revision = :revision";

  private static final String NAME = "name";

  private ConfigurationItems() {}

  static Item key(ConfigurationId id) {
    return new Item().set(ID, id.value());
  }

  /// Drafts are not found.
  static Optional<Item> find(Table configurations, ConfigurationId id) {
    return configurations.get(key(id)).filter(PendingWrites::isVisible);
  }

  static Item sameRevision(Item seen) {
    return new Item().set(":revision", seen.requiredNumber(PendingWrites.REVISION));
  }

  static Item item(WebhookConfiguration configuration, String writer) {
    return key(configuration.id())
        .set(NAME, configuration.name())
        .set("url", configuration.url().toString())
        .set("signatureKeyId", configuration.signature().keyId())
        .set("signature", configuration.signature().ciphertext())
        .set("signatureHint", configuration.signatureHint())
        .set("enabled", configuration.enabled())
        .set("createdAt", configuration.createdAt())
        .set("updatedAt", configuration.updatedAt())
        .set(PendingWrites.REVISION, configuration.revision().number())
        .set(PendingWrites.WRITTEN_BY, writer);
  }

  static WebhookConfiguration configuration(Item item) {
    return new WebhookConfiguration(
        new ConfigurationId(item.requiredText(ID)),
        item.requiredText(NAME),
        new ReceiverUrl(URI.create(item.requiredText("url"))),
        new SealedSignature(item.requiredText("signatureKeyId"), item.requiredText("signature")),
        item.text("signatureHint").orElse(""),
        item.flag("enabled"),
        item.requiredInstant("createdAt"),
        item.requiredInstant("updatedAt"),
        revision(item));
  }

  static Revision revision(Item item) {
    return new Revision(item.requiredNumber(PendingWrites.REVISION));
  }

  static String uniqueName(Item item) {
    return WebhookConfiguration.uniqueForm(item.requiredText(NAME));
  }
}
