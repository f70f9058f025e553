package io.cdrwebhooks.change;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.report.TaskId;
import java.util.Locale;
import java.util.Optional;

/// The subject of a change: a configuration, a CDR task or a delivery. It need not exist. Its text
/// is the kind, a colon and the id, such as `task:7`.
public record ChangedThing(Kind kind, String id) {
  public enum Kind {
    CONFIGURATION,
    TASK,
    DELIVERY;

    /// Returns the name in lower case, as the API writes it.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    private boolean isId(String text) {
      return switch (this) {
        case CONFIGURATION -> ConfigurationId.parse(text).isPresent();
        case TASK -> TaskId.parse(text).isPresent();
        case DELIVERY -> DeliveryId.parse(text).isPresent();
      };
    }
  }

  public ChangedThing {
    if (!kind.isId(id)) {
      throw new IllegalArgumentException("must be the id of a " + kind.word() + ": " + id);
    }
  }

  /// Returns the thing of this kind; empty if the text cannot be its id.
  public static Optional<ChangedThing> of(Kind kind, String id) {
    return kind.isId(id) ? Optional.of(new ChangedThing(kind, id)) : Optional.empty();
  }

  /// Parses the text of a thing; empty if the text is not one.
  public static Optional<ChangedThing> parse(String text) {
    for (Kind kind : Kind.values()) {
      String prefix = kind.word() + ":";
      if (text.startsWith(prefix)) {
        return of(kind, text.substring(prefix.length()));
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return kind.word() + ":" + id;
  }
}
