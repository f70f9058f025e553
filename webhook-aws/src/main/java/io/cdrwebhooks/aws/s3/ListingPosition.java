package io.cdrwebhooks.aws.s3;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// The position up to which a listing has read: after all versions of a key, or after one version.
record ListingPosition(String key, Optional<String> versionId) {
  /// Separates the parts: no version id contains it, but a key may contain any character.
  private static final String SEPARATOR = "\n";

  /// Returns the position as text that any store keeps unchanged.
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
      throw new IllegalArgumentException("cursor must come from a listing: " + cursor);
    }
    return new ListingPosition(parts[1], Optional.of(parts[0]).filter(id -> !id.isEmpty()));
  }
}
