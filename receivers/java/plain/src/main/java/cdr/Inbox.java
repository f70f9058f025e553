package cdr;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps announcements on disk, so that a crash loses none that the receiver answered with 200. Other databases: ../../sql. */
final class Inbox {
  /** An announcement that waits for its report; tries counts the downloads that failed. */
  record Waiting(String id, long signedAt, byte[] body, int tries) {}

  private final Connection database;

  /** Opens the inbox. */
  Inbox(Path file) throws SQLException {
    database = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (var statement = database.createStatement()) {
      // FULL: a commit returns when the disk has it. Only then may the receiver answer 200.
      statement.execute("PRAGMA busy_timeout = 10000"); // Milliseconds: Missing may write at the same time.
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute(
          """
          CREATE TABLE IF NOT EXISTS inbox (
            webhook_id TEXT PRIMARY KEY, signed_at INTEGER NOT NULL, body BLOB NOT NULL, collected_at INTEGER,
            set_aside TEXT, tries INTEGER NOT NULL DEFAULT 0, next_try_at INTEGER NOT NULL DEFAULT 0)""");
      statement.execute(
          """
          CREATE INDEX IF NOT EXISTS inbox_due ON inbox (next_try_at)
          WHERE collected_at IS NULL AND set_aside IS NULL""");
    }
    // No wait is longer than a day, so a later time was stored while the clock was wrong.
    update("UPDATE inbox SET next_try_at = 0 WHERE next_try_at > ?", Instant.now().getEpochSecond() + 90_000);
  }

  /** A repeat has a fresher link, so it replaces the announcement until the report is collected. */
  void keep(String id, long signedAt, byte[] body) throws SQLException {
    update(
        """
        INSERT INTO inbox (webhook_id, signed_at, body) VALUES (?, ?, ?)
        ON CONFLICT (webhook_id) DO UPDATE SET signed_at = excluded.signed_at, body = excluded.body,
          set_aside = NULL, tries = 0, next_try_at = 0
        WHERE inbox.collected_at IS NULL AND excluded.signed_at >= inbox.signed_at""",
        id, signedAt, body);
  }

  synchronized List<Waiting> due(long now, int limit) throws SQLException {
    try (var select =
        prepare(
            """
            SELECT webhook_id, signed_at, body, tries FROM inbox
            WHERE collected_at IS NULL AND set_aside IS NULL AND next_try_at <= ?
            ORDER BY next_try_at, signed_at LIMIT ?""",
            now, limit)) {
      List<Waiting> due = new ArrayList<>();
      ResultSet row = select.executeQuery();
      while (row.next()) due.add(new Waiting(row.getString(1), row.getLong(2), row.getBytes(3), row.getInt(4)));
      return due;
    }
  }

  /** False for an announcement that was set aside: a new one may be readable. */
  synchronized boolean knows(String id) throws SQLException {
    try (var select = prepare("SELECT 1 FROM inbox WHERE webhook_id = ? AND set_aside IS NULL", id)) {
      return select.executeQuery().next();
    }
  }

  /** The id of the delivery that was signed last. */
  synchronized Optional<String> newestId() throws SQLException {
    try (var select =
        prepare("SELECT webhook_id FROM inbox WHERE webhook_id GLOB 'dlv_*' ORDER BY signed_at DESC LIMIT 1")) {
      ResultSet row = select.executeQuery();
      return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
    }
  }

  void collected(Waiting report, long now) throws SQLException {
    update("UPDATE inbox SET collected_at = ? WHERE webhook_id = ?", now, report.id());
  }

  // "AND body = ?": a repeat that arrived in the meantime is due at once, whatever happened to the announcement before it.

  void setAside(Waiting report, String why) throws SQLException {
    update("UPDATE inbox SET set_aside = ? WHERE webhook_id = ? AND body = ?", why, report.id(), report.body());
  }

  void retry(Waiting report, long at) throws SQLException {
    update(
        "UPDATE inbox SET tries = tries + 1, next_try_at = ? WHERE webhook_id = ? AND body = ?",
        at, report.id(), report.body());
  }

  private synchronized void update(String sql, Object... values) throws SQLException {
    try (var statement = prepare(sql, values)) {
      statement.executeUpdate(); // commits at once
    }
  }

  private PreparedStatement prepare(String sql, Object... values) throws SQLException {
    PreparedStatement statement = database.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) statement.setObject(i + 1, values[i]);
    return statement;
  }
}
