package io.cdrwebhooks.terms;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// The proof that a request for a download link needs in addition to its token. It is for receivers
/// whose links others may see, for example in a proxy's log.
public enum DownloadProtection {
  /// The token is enough.
  NONE("none"),

  /// The request must come from the `allowedNetworks` of the configuration.
  NETWORKS("networks"),

  /// The request must have the header `X-CDR-Signature` over the link's URL.
  SIGNED_HEADER("signed-header");

  /// The protection if a configuration chooses none.
  public static final DownloadProtection STANDARD = NONE;

  private final String word;

  DownloadProtection(String word) {
    this.word = word;
  }

  /// Returns its name in the API and in the tables.
  public String word() {
    return word;
  }

  /// Returns the protection with this name; empty for any other text.
  public static Optional<DownloadProtection> named(String word) {
    return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
  }

  /// Returns all names as a list in a sentence.
  public static String words() {
    return Arrays.stream(values()).map(each -> each.word).collect(Collectors.joining(", "));
  }
}
