package io.cdrwebhooks.terms;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a request for a download link must have in addition to its token, for receivers whose links
/// may be seen by others, for example in a proxy's log.
public enum DownloadProtection {
  /// The token is enough.
  NONE("none"),

  /// It must come from the `allowedNetworks` of the configuration.
  NETWORKS("networks"),

  /// It must have the header `X-CDR-Signature` over the link's URL.
  SIGNED_HEADER("signed-header");

  /// The protection of a configuration that chooses none.
  public static final DownloadProtection STANDARD = NONE;

  private final String word;

  DownloadProtection(String word) {
    this.word = word;
  }

  /// Returns the name that the API and the tables have for it.
  public String word() {
    return word;
  }

  /// Returns the protection with this name; empty for any other text.
  public static Optional<DownloadProtection> named(String word) {
    return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
  }

  /// Returns all names, as a sentence lists them.
  public static String words() {
    return Arrays.stream(values()).map(each -> each.word).collect(Collectors.joining(", "));
  }
}
