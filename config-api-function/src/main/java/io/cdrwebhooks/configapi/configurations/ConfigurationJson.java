package io.cdrwebhooks.configapi.configurations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.configuration.FailingStreak;
import io.cdrwebhooks.configuration.SignaturePeriod;
import io.cdrwebhooks.configuration.SignaturePeriods;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.lane.Breaker;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.statistics.ConfigurationHealth;
import io.cdrwebhooks.statistics.LastFailure;
import io.cdrwebhooks.terms.SendLimits;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// Writes a configuration as callers see it at an instant, with only the hints of its Signatures.
public final class ConfigurationJson {
  private static final String HINT = "hint";
  private static final String EFFECTIVE_AT = "effectiveAt";

  private ConfigurationJson() {}

  /// Returns a single configuration, with its lane.
  static ObjectNode of(
      WebhookConfiguration configuration, ConfigurationHealth health, Lane lane, Instant now) {
    ObjectNode json = item(configuration, health, now);
    putLane(json.putObject(FieldNames.LANE), lane.breaker());
    return json;
  }

  private static void putLane(ObjectNode json, Breaker breaker) {
    Optional<Breaker> open = Optional.of(breaker).filter(Breaker::isOpen);
    json.put("state", open.isPresent() ? "FAILING" : "SENDING");
    json.put("failingSince", Answers.time(open.flatMap(Breaker::failingSince)));
    json.put("nextProbeAt", Answers.time(open.flatMap(Breaker::probeAt)));
  }

  /// Returns a configuration as a list shows it, without its lane.
  static ObjectNode item(
      WebhookConfiguration configuration, ConfigurationHealth health, Instant now) {
    ObjectNode json = Answers.object();
    json.put(FieldNames.ID, configuration.id().value());
    json.put(FieldNames.NAME, configuration.name());
    json.put(FieldNames.URL, configuration.url().toString());
    json.put(FieldNames.ENABLED, configuration.enabled());
    SendLimits limits = configuration.terms().limits();
    json.put(FieldNames.MAX_IN_FLIGHT, limits.maxInFlight());
    OptionalInt perSecond = limits.maxPerSecond();
    json.put(
        FieldNames.MAX_PER_SECOND, perSecond.isPresent() ? (Integer) perSecond.getAsInt() : null);
    json.put(FieldNames.PAYLOAD_VERSION, configuration.terms().payloadVersion().number());
    json.put(FieldNames.DOWNLOAD_PROTECTION, configuration.terms().downloadProtection().word());
    ReceiverRequestFields.put(json, configuration.terms().receiverRequests());
    json.put(FieldNames.RECEIVER_NOTICES, configuration.terms().receiverNotices());
    GatewayFields.put(json, configuration.gateway());
    json.put(FieldNames.DISABLED_REASON, configuration.health().disabledReason());
    json.put(
        FieldNames.FAILING_SINCE,
        Answers.time(configuration.health().failing().map(FailingStreak::since)));
    putSignatures(json, configuration.signatures(), now);
    json.put(FieldNames.CREATED_AT, Answers.time(configuration.createdAt()));
    json.put(FieldNames.UPDATED_AT, Answers.time(configuration.updatedAt()));
    putHealth(json.putObject(FieldNames.HEALTH), health);
    return json;
  }

  /// Returns a configuration as a list shows it, without the health of its receiver.
  public static ObjectNode withoutHealth(WebhookConfiguration configuration, Instant now) {
    return item(configuration, ConfigurationHealth.unused(now), now);
  }

  private static void putHealth(ObjectNode json, ConfigurationHealth health) {
    OptionalDouble rate = health.successRate();
    json.put("successRate", rate.isPresent() ? (Double) rate.getAsDouble() : null);
    json.put("attempts", health.attempts());
    json.put("since", Answers.time(health.since()));
    json.put("lastFailureAt", Answers.time(health.lastFailure().map(LastFailure::at)));
    json.put("lastFailureReason", health.lastFailure().map(LastFailure::reason).orElse(null));
  }

  private static void putSignatures(ObjectNode json, SignaturePeriods signatures, Instant now) {
    json.put(FieldNames.SIGNATURE_HINT, signatures.current(now).hint());
    Optional<SignaturePeriod> upcoming = signatures.upcoming(now);
    if (upcoming.isPresent()) {
      ObjectNode next = json.putObject(FieldNames.NEXT_SIGNATURE);
      next.put(HINT, upcoming.get().hint());
      next.put(EFFECTIVE_AT, Answers.time(upcoming.get().from()));
      next.put(FieldNames.OVERLAP_UNTIL, Answers.time(signatures.current(now).until()));
    } else {
      json.putNull(FieldNames.NEXT_SIGNATURE);
    }
    json.put(FieldNames.OVERLAP_UNTIL, Answers.time(overlapEnd(signatures, now)));
  }

  /// Returns until when old Signatures sign in addition to the current one; empty if none does.
  private static Optional<Instant> overlapEnd(SignaturePeriods signatures, Instant now) {
    SignaturePeriod current = signatures.current(now);
    return signatures.periods().stream()
        .filter(period -> !period.equals(current) && !period.from().isAfter(now))
        .flatMap(period -> period.until().stream())
        .filter(now::isBefore)
        .max(Comparator.naturalOrder());
  }

  /// Returns a field's value as people read it: a planned Signature as its hint and time, receiver
  /// requests as the networks that may send them.
  public static String text(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT ->
          value.has(HINT)
              ? value.path(HINT).asText() + " from " + value.path(EFFECTIVE_AT).asText()
              : ReceiverRequestFields.text(value);
      case NULL, MISSING -> "none";
      default -> value.asText();
    };
  }
}
