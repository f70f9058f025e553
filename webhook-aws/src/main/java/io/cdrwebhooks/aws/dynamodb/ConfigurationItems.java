package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.configuration.ConfigurationFilter;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.ReceiverHealth;
import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.configuration.SignaturePeriod;
import io.cdrwebhooks.configuration.SignaturePeriods;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.receiver.AddressBlock;
import io.cdrwebhooks.receiver.ReceiverUrl;
import io.cdrwebhooks.terms.DownloadProtection;
import io.cdrwebhooks.terms.PayloadVersion;
import io.cdrwebhooks.terms.ReceiverRequests;
import io.cdrwebhooks.terms.ReceiverTerms;
import io.cdrwebhooks.terms.SendLimits;
import java.net.URI;
import java.util.List;
import java.util.OptionalInt;

/// Converts webhook configurations to and from items.
final class ConfigurationItems {
  static final String ID = "id";
  static final String NAME = "name";

  /// The attributes that [#entry] reads. Only configurations have the first of them.
  static final List<String> LISTED = List.of(NAME, ID, "enabled", StreakAttributes.SINCE);

  static final String SAME_REVISION = "#revision = :revision";

  private static final String REVISION = "revision";
  private static final String MAX_IN_FLIGHT = "maxInFlight";
  private static final String MAX_PER_SECOND = "maxPerSecond";
  private static final String PAYLOAD_VERSION = "payloadVersion";
  private static final String DOWNLOAD_PROTECTION = "downloadProtection";
  private static final String RECEIVER_REQUESTS = "receiverRequests";
  private static final String RECEIVER_NOTICES = "receiverNotices";
  private static final String REQUEST_NETWORKS = "requestNetworks";
  private static final String LENGTH = "length";
  private static final String DISABLED_REASON = "disabledReason";
  private static final String DISABLED_AT = "disabledAt";

  private ConfigurationItems() {}

  static Item key(ConfigurationId id) {
    return new Item().set(ID, id.value());
  }

  /// Returns the values of [#SAME_REVISION].
  static Item revision(Revision expected) {
    return new Item().set(":revision", expected.number());
  }

  static Item item(WebhookConfiguration configuration) {
    ReceiverTerms terms = configuration.terms();
    Item item =
        key(configuration.id())
            .set(NAME, configuration.name())
            .set("url", configuration.url().toString())
            .set("signatures", signatures(configuration.signatures()))
            .set("enabled", configuration.enabled())
            .set(MAX_IN_FLIGHT, terms.limits().maxInFlight())
            .set(PAYLOAD_VERSION, terms.payloadVersion().number())
            .setTexts(REQUEST_NETWORKS, networks(terms.receiverRequests()))
            .set(DISABLED_REASON, configuration.health().disabledReason())
            .set("createdAt", configuration.createdAt())
            .set("updatedAt", configuration.updatedAt())
            .set(REVISION, configuration.revision().number());
    if (terms.receiverRequests().enabled()) {
      item.set(RECEIVER_REQUESTS, true);
    }
    if (terms.receiverNotices()) {
      item.set(RECEIVER_NOTICES, true);
    }
    if (terms.downloadProtection() != DownloadProtection.NONE) {
      item.set(DOWNLOAD_PROTECTION, terms.downloadProtection().word());
    }
    GatewayAttributes.set(item, configuration.gateway());
    terms.limits().maxPerSecond().ifPresent(rate -> item.set(MAX_PER_SECOND, rate));
    configuration.health().disabledAt().ifPresent(at -> item.set(DISABLED_AT, at));
    StreakAttributes.set(item, configuration.health().failing());
    return item;
  }

  static WebhookConfiguration configuration(Item item) {
    return new WebhookConfiguration(
        new ConfigurationId(item.requiredText(ID)),
        item.requiredText(NAME),
        new ReceiverUrl(URI.create(item.requiredText("url"))),
        new SignaturePeriods(
            item.parts("signatures").stream().map(ConfigurationItems::period).toList()),
        GatewayAttributes.of(item),
        item.flag("enabled"),
        terms(item),
        new ReceiverHealth(
            StreakAttributes.of(item),
            item.text(DISABLED_REASON).orElse(""),
            item.instant(DISABLED_AT)),
        item.requiredInstant("createdAt"),
        item.requiredInstant("updatedAt"),
        new Revision(item.requiredNumber(REVISION)));
  }

  /// Reads the fields that a list sorts and filters by.
  static ConfigurationFilter.Entry entry(Item item) {
    return new ConfigurationFilter.Entry(
        new ConfigurationId(item.requiredText(ID)),
        WebhookConfiguration.uniqueForm(item.requiredText(NAME)),
        item.flag("enabled"),
        item.has(StreakAttributes.SINCE));
  }

  private static ReceiverTerms terms(Item item) {
    return new ReceiverTerms(
        limits(item),
        item.number(PAYLOAD_VERSION).map(PayloadVersion::of).orElse(PayloadVersion.STANDARD),
        downloadProtection(item),
        receiverRequests(item),
        item.flag(RECEIVER_NOTICES));
  }

  private static SendLimits limits(Item item) {
    return new SendLimits(
        item.number(MAX_IN_FLIGHT).map(Math::toIntExact).orElse(SendLimits.STANDARD.maxInFlight()),
        item.number(MAX_PER_SECOND)
            .map(Math::toIntExact)
            .map(OptionalInt::of)
            .orElse(OptionalInt.empty()));
  }

  /// An item that was stored before this setting existed has no protection. An unknown word is an
  /// error: the links would be unprotected.
  private static DownloadProtection downloadProtection(Item item) {
    return item.text(DOWNLOAD_PROTECTION)
        .map(word -> DownloadProtection.named(word).orElseThrow())
        .orElse(DownloadProtection.STANDARD);
  }

  private static ReceiverRequests receiverRequests(Item item) {
    return new ReceiverRequests(
        item.flag(RECEIVER_REQUESTS),
        item.texts(REQUEST_NETWORKS).stream().map(AddressBlock::of).toList());
  }

  private static List<String> networks(ReceiverRequests requests) {
    return requests.allowedNetworks().stream().map(AddressBlock::toString).toList();
  }

  private static List<Item> signatures(SignaturePeriods signatures) {
    return signatures.periods().stream().map(ConfigurationItems::part).toList();
  }

  private static Item part(SignaturePeriod period) {
    Item part =
        GatewayAttributes.sealed(period.signature())
            .set("hint", period.hint())
            .set(LENGTH, period.length())
            .set("from", period.from());
    period.until().ifPresent(end -> part.set("until", end));
    return part;
  }

  private static SignaturePeriod period(Item part) {
    return new SignaturePeriod(
        GatewayAttributes.sealed(part),
        part.text("hint").orElse(""),
        part.number(LENGTH).map(Math::toIntExact).orElse(0),
        part.requiredInstant("from"),
        part.instant("until"));
  }
}
