package io.cdrwebhooks.configuration;

import io.cdrwebhooks.rhythm.ReportRhythm;
import java.util.Optional;

/// The options of a CDR task. `numbered` says whether its reports get numbers
/// ([io.cdrwebhooks.delivery.NumberSeries]). `rhythm` is how often it should produce a report;
/// empty if it has no rhythm.
public record TaskOptions(boolean numbered, Optional<ReportRhythm> rhythm) {
  public static final TaskOptions NONE = new TaskOptions(false, Optional.empty());
}
