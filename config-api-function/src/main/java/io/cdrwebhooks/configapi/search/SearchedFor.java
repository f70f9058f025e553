package io.cdrwebhooks.configapi.search;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The meaning of a searched text. People paste ids with text around them, such as a header line or
/// the address of a page, a file name with the folders of its key, and a name in quotation marks or
/// as a property of JSON.
sealed interface SearchedFor {
  Pattern ID =
      Pattern.compile(
          "(?<![0-9a-z])(?:dlv|cfg)_[0-9a-f]{32}(?![0-9a-z])", Pattern.CASE_INSENSITIVE);

  /// A property of JSON with its value, as in `"fileName":"tx1.zip",`.
  Pattern PROPERTY =
      Pattern.compile("\"\\w++\"\\s*+:\\s*+(?<value>\"[^\"]*+\"|[^\",}]++)\"?[,}\\s]*+");

  /// A text in quotation marks, of one line or of a page.
  Pattern QUOTED = Pattern.compile("[\"'`\u201c\u201e\u00ab](?<value>.+)[\"'`\u201c\u201d\u00bb]");

  record OneDelivery(DeliveryId id) implements SearchedFor {}

  record OneConfiguration(ConfigurationId id) implements SearchedFor {}

  /// A name or a number, or a part of one. `fileName` is the part after the last slash; it may be
  /// empty.
  record Names(String text, String fileName) implements SearchedFor {}

  static SearchedFor of(String text) {
    Matcher id = ID.matcher(text);
    if (!id.find()) {
      String name = inside(QUOTED, inside(PROPERTY, text));
      return new Names(name, name.substring(name.lastIndexOf('/') + 1));
    }
    String found = id.group().toLowerCase(Locale.ROOT);
    return found.startsWith("dlv")
        ? new OneDelivery(new DeliveryId(found))
        : new OneConfiguration(new ConfigurationId(found));
  }

  /// Returns the text inside the pattern, or the whole text if the pattern does not match.
  private static String inside(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.matches() ? found.group("value").strip() : text;
  }
}
