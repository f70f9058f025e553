package io.cdrwebhooks.delivery;

import java.time.Instant;
import java.util.regex.Pattern;

/// One use of a download link: when, and from where.
///
/// `link` is the name that distinguishes the links of one delivery; it is no token and does not
/// reveal one. `linkValidUntil` is when that link ends, in whole seconds, so the use still
/// identifies its link after the link is deleted. `at` is in whole milliseconds. `address` is the
/// client's IP address as the gateway saw it, empty text if unknown.
public record LinkFollow(String link, Instant linkValidUntil, Instant at, String address) {
  /// The length of a link's name.
  public static final int NAME_LENGTH = 12;

  private static final Pattern NAME = Pattern.compile("[0-9a-f]{" + NAME_LENGTH + "}");

  public LinkFollow {
    if (!NAME.matcher(link).matches()) {
      throw new IllegalArgumentException(
          "link must be %d hexadecimal digits: %d characters"
              .formatted(NAME_LENGTH, link.length()));
    }
  }
}
