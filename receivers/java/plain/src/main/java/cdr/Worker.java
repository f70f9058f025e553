package cdr;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Collects the announced reports, several at a time, so that a slow one does not delay the others. */
final class Worker {
  private static final int AT_ONCE = 8;
  private static final double MOST_SECONDS_BETWEEN_TRIES = 60;
  private static final double MOST_SECONDS_BETWEEN_REQUESTS = 3600;
  private static final double SECONDS_UNTIL_A_DEAD_LINK_IS_TRIED = 24 * 3600;
  private static final long SECONDS_AFTER_A_FAULT_OF_THE_INBOX = 10;

  private final Inbox inbox;
  private final Path reports;
  private final List<String> signatures;
  private final double retrySeconds;
  private final Optional<CdrSystem> system;
  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, Worker::daemon);

  /** Without a system that gives fresh links, the worker waits for repeats. */
  Worker(Inbox inbox, Path reports, List<String> signatures, double retrySeconds, Optional<CdrSystem> system) {
    this.inbox = inbox;
    this.reports = reports;
    this.signatures = signatures;
    this.retrySeconds = retrySeconds;
    this.system = system;
  }

  /** Looks for due reports five times a second. Reports that a killed process did not finish are due too. */
  void start() {
    Executors.newSingleThreadScheduledExecutor(Worker::daemon)
        .scheduleWithFixedDelay(this::collectDue, 0, 200, TimeUnit.MILLISECONDS);
  }

  /** Creates threads that do not keep the process alive if the server cannot start, for example because its port is in use. */
  static Thread daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }

  private void collectDue() {
    try {
      // Reports in collection are still due. Among twice as many rows, some are always new.
      for (Inbox.Waiting report : inbox.due(Instant.now().getEpochSecond(), 2 * AT_ONCE)) {
        if (busy.size() < AT_ONCE && busy.add(report.id())) threads.execute(() -> collectThenRelease(report));
      }
    } catch (SQLException | RuntimeException e) {
      log("-", "the inbox cannot be read: " + e.getClass().getSimpleName());
    }
  }

  private void collectThenRelease(Inbox.Waiting report) {
    try {
      try {
        collect(report);
      } catch (SQLException | RuntimeException e) {
        log(report.id(), "not noted in the inbox: " + e.getClass().getSimpleName());
        // The report is still due, for example on a full disk: do not request its link five times a second.
        TimeUnit.SECONDS.sleep(SECONDS_AFTER_A_FAULT_OF_THE_INBOX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      busy.remove(report.id());
    }
  }

  private void collect(Inbox.Waiting report) throws SQLException, InterruptedException {
    Optional<Announcement> announcement = Announcement.read(report.body());
    if (report.id().startsWith("notice_")) {
      inbox.collected(report, Instant.now().getEpochSecond());
      log(report.id(), "a notice, nothing to fetch: the inbox has it");
    } else if (announcement.isEmpty()) {
      inbox.setAside(report, "the body is no announcement");
      log(report.id(), "set aside: the body is no announcement");
    } else if (!announcement.get().hasReport()) {
      inbox.collected(report, Instant.now().getEpochSecond());
      log(report.id(), "nothing to fetch: the inbox has the error");
    } else {
      download(report, announcement.get());
    }
  }

  private void download(Inbox.Waiting report, Announcement announcement) throws SQLException, InterruptedException {
    CdrSystem.Failure refusal = null; // Why there is no fresh link. The old one may work for some more minutes.
    if (system.isPresent() && announcement.linkEndsSoon()) {
      refusal = renew(report);
      if (refusal == null) return;
    }
    try {
      new Download(announcement, reports.resolve(report.id()), signatures).run();
      inbox.collected(report, Instant.now().getEpochSecond());
      log(report.id(), "saved");
    } catch (Download.Failure e) {
      if (system.isPresent() && e.freshLinkHelps && refusal == null) {
        refusal = renew(report);
        if (refusal == null) return;
      }
      // Without a system, only a repeat has another link; the worker tries it as soon as it arrives.
      boolean dead = e.linkIsDead && refusal == null;
      double wait = dead ? SECONDS_UNTIL_A_DEAD_LINK_IS_TRIED : Math.max(e.retryAfterSeconds, wait(report));
      retry(report, e.getMessage(), wait, refusal);
    } catch (IOException | IllegalArgumentException e) {
      // The text of these may hold the link, which is a credential: only their kind is logged.
      retry(report, e.getClass().getSimpleName(), wait(report), refusal);
    }
  }

  /** Puts an announcement with a fresh link into the inbox. Returns null, or why that failed. */
  private CdrSystem.Failure renew(Inbox.Waiting report) throws SQLException, InterruptedException {
    double age = Instant.now().getEpochSecond() - report.signedAt();
    if (age < 60 * retrySeconds) { // A new link that is already dead.
      return new CdrSystem.Failure("the link is too new to ask for another one", 0, 0);
    }
    try {
      CdrSystem.Answer answer = system.orElseThrow().renew(report.id());
      inbox.keep(report.id(), answer.signedAt(), answer.body());
      log(report.id(), "has a fresh link");
      return null;
    } catch (CdrSystem.Failure e) {
      return e;
    }
  }

  private double wait(Inbox.Waiting report) {
    return Math.min(MOST_SECONDS_BETWEEN_TRIES, retrySeconds * Math.pow(2, report.tries()));
  }

  private void retry(Inbox.Waiting report, String why, double wait, CdrSystem.Failure refusal) throws SQLException {
    if (refusal == null) {
      retry(report, why, wait);
    } else if (refusal.isGone()) {
      inbox.setAside(report, "the report no longer exists");
      log(report.id(), "set aside: the report no longer exists");
    } else {
      double pause = Math.min(MOST_SECONDS_BETWEEN_REQUESTS, 60 * Math.pow(2, report.tries())) * retrySeconds;
      double longest = Math.max(wait, Math.max(pause, refusal.retryAfterSeconds));
      retry(report, why + "; no fresh link: " + refusal.getMessage(), longest);
    }
  }

  private void retry(Inbox.Waiting report, String why, double wait) throws SQLException {
    inbox.retry(report, (long) (System.currentTimeMillis() / 1000.0 + wait));
    log(report.id(), "not collected: " + why + ", next try in " + wait + " s or when a repeat arrives");
  }

  /** Logs one line for each event. The line never contains a link, a Signature or the text of an exception of a library. */
  static void log(String id, String event) {
    System.out.println(Instant.now() + " " + id + " " + event);
  }
}
