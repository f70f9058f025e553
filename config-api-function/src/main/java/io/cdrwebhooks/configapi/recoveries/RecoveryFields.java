package io.cdrwebhooks.configapi.recoveries;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.FieldReader;
import io.cdrwebhooks.aws.http.Step;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The fields of a recovery in a request body. An end in the future becomes now.
record RecoveryFields(ConfigurationId configurationId, TimeRange range) {
  static final String CONFIGURATION = "configurationId";
  static final String DRY_RUN = "dryRun";

  static Step<RecoveryFields> read(ObjectNode body, Instant now) {
    FieldReader reader = new FieldReader(body);
    Optional<ConfigurationId> configuration = reader.requiredConfiguration(CONFIGURATION);
    Optional<TimeRange> range = range(reader, now);
    boolean _ = reader.flag(DRY_RUN, false);
    return reader.finish(
        Map.of(), () -> new RecoveryFields(configuration.orElseThrow(), range.orElseThrow()));
  }

  private static Optional<TimeRange> range(FieldReader reader, Instant now) {
    Optional<Instant> from = reader.requiredInstant("from");
    Optional<Instant> to = reader.requiredInstant("to").map(end -> end.isAfter(now) ? now : end);
    if (from.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    if (from.get().isAfter(to.get())) {
      return reader.refuse("from", "must not be after the end or in the future");
    }
    return Duration.between(from.get(), to.get()).compareTo(Delivery.RETENTION) > 0
        ? reader.refuse("from", "must be at most 90 days before the end")
        : Optional.of(new TimeRange(from.get(), to.get()));
  }
}
