package cdr;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Collects the announced reports, several at a time, so that a slow one holds up no other. */
final class Worker {
  private static final int AT_ONCE = 8;
  private static final double MOST_SECONDS_BETWEEN_TRIES = 60;
  private static final double SECONDS_UNTIL_A_DEAD_LINK_IS_TRIED = 24 * 3600;
  private static final long SECONDS_AFTER_A_FAULT_OF_THE_INBOX = 10;

  private final Inbox inbox;
  private final Path reports;
  private final double retrySeconds;
  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, Worker::daemon);

  Worker(Inbox inbox, Path reports, double retrySeconds) {
    this.inbox = inbox;
    this.reports = reports;
    this.retrySeconds = retrySeconds;
  }

  /** Looks for due reports five times a second. What a killed process left is due as well. */
  void start() {
    Executors.newSingleThreadScheduledExecutor(Worker::daemon)
        .scheduleWithFixedDelay(this::collectDue, 0, 200, TimeUnit.MILLISECONDS);
  }

  /** A thread that does not keep the process alive when the server cannot start, for example because its port is taken. */
  static Thread daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }

  private void collectDue() {
    try {
      // Reports that are being collected are still due, so twice as many rows always hold new ones.
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
    if (announcement.isEmpty()) {
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
    try {
      new Download(announcement, reports.resolve(report.id())).run();
      inbox.collected(report, Instant.now().getEpochSecond());
      log(report.id(), "saved");
    } catch (Download.Failure e) {
      // Only a repeat brings another link; it is tried as soon as it is here.
      double wait = e.linkIsDead ? SECONDS_UNTIL_A_DEAD_LINK_IS_TRIED : Math.max(e.retryAfterSeconds, wait(report));
      retry(report, e.getMessage(), wait);
    } catch (IOException | IllegalArgumentException e) {
      // The text of these may hold the link, which is a credential: only their kind is logged.
      retry(report, e.getClass().getSimpleName(), wait(report));
    }
  }

  private double wait(Inbox.Waiting report) {
    return Math.min(MOST_SECONDS_BETWEEN_TRIES, retrySeconds * Math.pow(2, report.tries()));
  }

  private void retry(Inbox.Waiting report, String why, double wait) throws SQLException {
    inbox.retry(report, (long) (System.currentTimeMillis() / 1000.0 + wait));
    log(report.id(), "not collected: " + why + ", next try in " + wait + " s or when a repeat arrives");
  }

  /** One line for each event. Never a link, a Signature or the text of an exception that is not ours. */
  static void log(String id, String event) {
    System.out.println(Instant.now() + " " + id + " " + event);
  }
}
