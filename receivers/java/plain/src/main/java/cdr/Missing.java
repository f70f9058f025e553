package cdr;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Requests the list of reports, and adds missing ones to the inbox, with fresh links. The receiver fetches them.
 *
 * <p>java -cp target/cdr-receiver.jar cdr.Missing [--since 24h] [--configuration cfg_...]: without --configuration, that of the
 * newest delivery in the inbox.
 */
final class Missing {
  private static final Pattern BACK = Pattern.compile("([0-9]{1,6})([mhd])");
  private static final Map<String, ChronoUnit> UNITS =
      Map.of("m", ChronoUnit.MINUTES, "h", ChronoUnit.HOURS, "d", ChronoUnit.DAYS);
  private static final int TRIES = 5;

  private final CdrSystem system;
  private final Inbox inbox;
  private final double minute;

  private Missing(CdrSystem system, Inbox inbox, double minute) {
    this.system = system;
    this.inbox = inbox;
    this.minute = minute;
  }

  public static void main(String[] arguments) throws Exception {
    try {
      System.exit(run(arguments) == 0 ? 0 : 1);
    } catch (CdrSystem.Failure | IllegalArgumentException | IllegalStateException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static int run(String[] arguments) throws Exception {
    CdrSystem system =
        Receiver.system()
            .orElseThrow(() -> new IllegalStateException("set CDR_SYSTEM to the origin of each callbackURL"));
    Inbox inbox = Receiver.openInbox(Receiver.folder());
    Optional<String> configuration = option(arguments, "--configuration");
    String id =
        configuration
            .or(() -> newestIn(inbox))
            .orElseThrow(() -> new IllegalStateException("the inbox is empty: add --configuration cfg_..."));
    String from = instant(option(arguments, "--since").orElse("24h"));
    String subject = configuration.isPresent() ? "configurationId" : "deliveryId";
    return new Missing(system, inbox, 60 * Receiver.retrySeconds()).find(subject, id, from);
  }

  private static Optional<String> newestIn(Inbox inbox) {
    try {
      return inbox.newestId();
    } catch (SQLException e) {
      throw new IllegalStateException("the inbox cannot be read", e);
    }
  }

  private static Optional<String> option(String[] arguments, String name) {
    for (int i = 0; i + 1 < arguments.length; i++) if (arguments[i].equals(name)) return Optional.of(arguments[i + 1]);
    return Optional.empty();
  }

  /** Understands 90m, 24h and 3d. The system itself refuses anything else than a time in UTC. */
  private static String instant(String since) {
    Matcher back = BACK.matcher(since);
    if (!back.matches()) return since;
    Duration duration = Duration.of(Long.parseLong(back.group(1)), UNITS.get(back.group(2)));
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(duration).toString();
  }

  /** Returns how many reports are still missing. */
  private int find(String subject, String id, String from) throws Exception {
    int listed = 0;
    int missing = 0;
    JsonNode page;
    String cursor = null;
    do {
      String here = cursor;
      page = patiently(() -> system.list(subject, id, from, here));
      for (JsonNode report : page.get("items")) {
        listed++;
        if (!inbox.knows(report.get("deliveryId").stringValue()) && !add(report)) missing++;
      }
      cursor = page.get("nextCursor").isNull() ? null : page.get("nextCursor").stringValue();
    } while (cursor != null);
    String until = page.get("completeUntil").stringValue();
    System.out.println(listed + " reports from " + from + " to " + until + ", " + missing + " still missing");
    return missing;
  }

  /** Returns whether the report is no longer missing, or no longer exists. */
  private boolean add(JsonNode report) throws Exception {
    String id = report.get("deliveryId").stringValue();
    String name = report.get("fileName").toString(); // As JSON: it may hold line feeds.
    String recorded = report.get("recordedAt").stringValue();
    String what = id + " " + name + ", " + report.get("fileSizeInBytes") + " bytes, recorded " + recorded;
    try {
      CdrSystem.Answer answer = patiently(() -> system.renew(id));
      inbox.keep(id, answer.signedAt(), answer.body());
      System.out.println(what + ": was missing, is in the inbox now");
      return true;
    } catch (CdrSystem.Failure e) {
      System.out.println(what + ": is missing, " + (e.isGone() ? "and no longer exists" : e.getMessage()));
      return e.isGone();
    }
  }

  private interface Request<T> {
    T send() throws CdrSystem.Failure, InterruptedException;
  }

  /** Repeats a request that may succeed later: after Retry-After, or after 1, 2, 4 and 8 minutes. */
  private <T> T patiently(Request<T> request) throws CdrSystem.Failure, InterruptedException {
    for (int tries = 0; ; tries++) {
      try {
        return request.send();
      } catch (CdrSystem.Failure e) {
        if (!e.mayPass() || tries + 1 == TRIES) throw e;
        double seconds = e.retryAfterSeconds > 0 ? e.retryAfterSeconds : minute * Math.pow(2, tries);
        Thread.sleep((long) (1000 * seconds));
      }
    }
  }
}
