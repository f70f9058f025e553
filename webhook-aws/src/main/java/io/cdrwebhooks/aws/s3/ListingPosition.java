package io.cdrwebhooks.aws.s3;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// The position up to which a listing has read: after all versions of a key, or after one version.
/// `versioned` says whether it lists versions; if not, there is no version id.
record ListingPosition(String key, Optional<String> versionId, boolean versioned) {
  /// Separates the parts: no version id contains it, while a key may contain any character.
  private static final String SEPARATOR = "\n";

  /// Replaces the version id in a listing without versions. No version id has this form.
  private static final String UNVERSIONED = " ";

  static ListingPosition of(String key) {
    return new ListingPosition(key, Optional.empty(), false);
  }

  static ListingPosition ofVersion(String key, Optional<String> versionId) {
    return new ListingPosition(key, versionId, true);
  }

  /// Returns the position as text that any store keeps unchanged.
  String cursor() {
    String text = (versioned ? versionId.orElse("") : UNVERSIONED) + SEPARATOR + key;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /// @throws IllegalArgumentException if the text is not a [#cursor]
  static ListingPosition parse(String cursor) {
    String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    String[] parts = text.split(SEPARATOR, 2);
    if (parts.length < 2) {
      throw new IllegalArgumentException("cursor must come from a listing: " + cursor);
    }
    return parts[0].equals(UNVERSIONED)
        ? of(parts[1])
        : ofVersion(parts[1], Optional.of(parts[0]).filter(id -> !id.isEmpty()));
  }
}
