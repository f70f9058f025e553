package io.cdrwebhooks.configapi.search;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The meaning of a searched text. People paste ids with text around them, such as a header line or
/// the address of a page, and a file name with the folders of its key.
sealed interface SearchedFor {
  Pattern ID =
      Pattern.compile(
          "(?<![0-9a-z])(?:dlv|cfg)_[0-9a-f]{32}(?![0-9a-z])", Pattern.CASE_INSENSITIVE);

  record OneDelivery(DeliveryId id) implements SearchedFor {}

  record OneConfiguration(ConfigurationId id) implements SearchedFor {}

  /// A name or a number, or a part of one. `fileName` is the part after the last slash; it may be
  /// empty.
  record Names(String text, String fileName) implements SearchedFor {}

  static SearchedFor of(String text) {
    Matcher id = ID.matcher(text);
    if (!id.find()) {
      return new Names(text, text.substring(text.lastIndexOf('/') + 1));
    }
    String found = id.group().toLowerCase(Locale.ROOT);
    return found.startsWith("dlv")
        ? new OneDelivery(new DeliveryId(found))
        : new OneConfiguration(new ConfigurationId(found));
  }
}
