package io.cdrwebhooks.trace;

import io.cdrwebhooks.link.DownloadLink;
import java.time.Instant;
import java.util.regex.Pattern;

/// One use of a download link: when, and from where.
///
/// `link` distinguishes the links of one delivery ([IssuedLink#name]); it is no token, and none can
/// be computed from it. `linkValidUntil` is when that link ends, in whole seconds, so that the use
/// says which link it was even after the link is deleted. `at` is in whole milliseconds. `address`
/// is the client's IP address as the gateway saw it, empty text if it is not known.
public record LinkFollow(String link, Instant linkValidUntil, Instant at, String address) {
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{" + IssuedLink.NAME_LENGTH + "}");

  public LinkFollow {
    if (!NAME.matcher(link).matches()) {
      throw new IllegalArgumentException(
          "link must be %d hexadecimal digits: %d characters"
              .formatted(IssuedLink.NAME_LENGTH, link.length()));
    }
  }

  /// Returns the use of a link at this time.
  public static LinkFollow of(DownloadLink link, Instant at, String address) {
    return new LinkFollow(IssuedLink.name(link.tokenHash()), link.validUntil(), at, address);
  }
}
