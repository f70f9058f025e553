package io.cdrwebhooks.notice;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// The failed deliveries and unused links of one configuration that the next hourly notice counts.
///
/// `warnings` counts the warnings about the configuration and its tasks that could not be mailed at
/// once. `warning` is the text of one of them; empty if there is none.
///
/// `since` is when the first notice was added. `latest` is the delivery that was added last, and
/// `reason` is its reason. The notice is sent at `dueAt`. Both times are whole milliseconds.
public record Digest(
    ConfigurationId configuration,
    long failed,
    long unused,
    long warnings,
    String warning,
    Instant since,
    DeliveryId latest,
    String reason,
    Instant dueAt) {
  private static final Duration INTERVAL = Duration.ofHours(1);

  /// The shortest time until the next send time: a sweep may find a nearer one too late.
  private static final Duration FOUND_WITHIN = Duration.ofMinutes(2);

  /// Returns when the configuration's next notice may be sent. Each configuration has one second of
  /// the hour, from its id, so that the notices of many are spread over the hour.
  public static Instant nextSendTime(ConfigurationId configuration, Instant now) {
    long earliest = now.plus(FOUND_WITHIN).getEpochSecond() + 1;
    return Instant.ofEpochSecond(
        earliest + Math.floorMod(second(configuration) - earliest, INTERVAL.toSeconds()));
  }

  /// Returns how long ago the configuration's last send time was: less than an hour.
  public static Duration sinceLastSendTime(ConfigurationId configuration, Instant now) {
    return Duration.ofSeconds(
        Math.floorMod(now.getEpochSecond() - second(configuration), INTERVAL.toSeconds()));
  }

  private static long second(ConfigurationId configuration) {
    return configuration.value().hashCode();
  }

  /// Returns the message for people about the configuration of this name, in one line: the events,
  /// since when, and what to do. It quotes with single quotation marks, because a mail would show
  /// double ones escaped.
  String text(String name) {
    List<String> sentences = new ArrayList<>();
    if (warnings > 0) {
      sentences.add("The webhook configuration " + named(name) + ": " + warning);
    }
    if (warnings > 1) {
      sentences.add(
          "Since the last digest it had "
              + counted(warnings - 1, "earlier warning", "earlier warnings")
              + ": see the console.");
    }
    if (failed + unused > 0) {
      sentences.add(deliveries(name));
    }
    return String.join(" ", sentences);
  }

  private String deliveries(String name) {
    List<String> counts = new ArrayList<>();
    List<String> remedies = new ArrayList<>();
    if (failed > 0) {
      counts.add(counted(failed, "delivery", "deliveries") + " failed");
      remedies.add(
          "When the receiver works again, choose 'Resend missed reports' on the page of the"
              + " configuration in the console.");
    }
    if (unused > 0) {
      counts.add(
          counted(unused, "announced report was", "announced reports were") + " not fetched");
      remedies.add(
          "To send a new link to a report that was not fetched, choose 'Resend' on the page of"
              + " its delivery in the console.");
    }
    return "%s for the webhook configuration %s since %s. The latest is %s: %s. %s"
        .formatted(
            String.join(" and ", counts),
            name.isEmpty() ? named(name) + "," : named(name),
            since.truncatedTo(ChronoUnit.SECONDS),
            latest,
            reason,
            String.join(" ", remedies));
  }

  private String named(String name) {
    return name.isEmpty() ? configuration + ", which was deleted" : "'" + name + "'";
  }

  private static String counted(long number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }
}
