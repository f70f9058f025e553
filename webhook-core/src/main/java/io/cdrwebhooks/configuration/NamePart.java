package io.cdrwebhooks.configuration;

import java.util.Optional;

/// A part of a name that a person looks for, ignoring case.
record NamePart(String folded) {
  static NamePart of(String text) {
    return new NamePart(WebhookConfiguration.uniqueForm(text));
  }

  /// Returns a letter for sorting: names that begin with the part come before names that only
  /// contain it. Empty if the name, in [WebhookConfiguration#uniqueForm], does not contain the
  /// part.
  Optional<String> rank(String foldedName) {
    if (foldedName.startsWith(folded)) {
      return Optional.of("a");
    }
    return foldedName.contains(folded) ? Optional.of("b") : Optional.empty();
  }
}
