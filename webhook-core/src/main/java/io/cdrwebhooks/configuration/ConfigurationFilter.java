package io.cdrwebhooks.configuration;

import java.util.Optional;

/// Selects configurations for a list, which is sorted by name: those whose name contains `text`,
/// ignoring case, and that are in this `state`. Names that begin with `text` come first.
public record ConfigurationFilter(Optional<String> text, Optional<State> state) {
  public static final ConfigurationFilter ALL =
      new ConfigurationFilter(Optional.empty(), Optional.empty());

  /// A condition of a configuration: disabled, or its recent results.
  public enum State {
    ENABLED,
    DISABLED,

    /// Enabled, and its last requests have failed.
    FAILING
  }

  /// The sort key and the filtered fields of one configuration in the list. `folded` is its name in
  /// [WebhookConfiguration#uniqueForm].
  public record Entry(ConfigurationId id, String folded, boolean enabled, boolean failing) {
    public static Entry of(WebhookConfiguration configuration) {
      return new Entry(
          configuration.id(),
          WebhookConfiguration.uniqueForm(configuration.name()),
          configuration.enabled(),
          configuration.health().failing().isPresent());
    }
  }

  public static ConfigurationFilter named(String text) {
    return new ConfigurationFilter(Optional.of(text), Optional.empty());
  }

  /// Returns the key that sorts the list; empty if the filter excludes the entry.
  public Optional<String> key(Entry entry) {
    return state.filter(wanted -> !isIn(wanted, entry)).isPresent()
        ? Optional.empty()
        : text.map(NamePart::of)
            .map(part -> part.rank(entry.folded()))
            .orElse(Optional.of(""))
            .map(rank -> rank + entry.folded() + " " + entry.id());
  }

  private static boolean isIn(State state, Entry entry) {
    return switch (state) {
      case ENABLED -> entry.enabled();
      case DISABLED -> !entry.enabled();
      case FAILING -> entry.enabled() && entry.failing();
    };
  }
}
