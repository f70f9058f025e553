package io.cdrwebhooks.aws.s3;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Up to where a listing has come: behind all of a key, or behind one version of it.
record ListingPosition(String key, Optional<String> versionId) {
  /// Stands in no version id; a key may hold any character.
  private static final String SEPARATOR = "\n";

  /// As text that any store keeps.
  String cursor() {
    String text = versionId.orElse("") + SEPARATOR + key;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /// @throws IllegalArgumentException if the text is no [#cursor]
  static ListingPosition parse(String cursor) {
    String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    String[] parts = text.split(SEPARATOR, 2);
    if (parts.length < 2) {
      throw new IllegalArgumentException("not a position in a listing");
    }
    return new ListingPosition(parts[1], Optional.of(parts[0]).filter(id -> !id.isEmpty()));
  }
}
