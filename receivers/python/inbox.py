"""The inbox: announcements that were received, in SQLite. ../sql has the same for PostgreSQL and MySQL."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

TABLE = """
CREATE TABLE IF NOT EXISTS inbox (
  webhook_id   TEXT PRIMARY KEY,
  signed_at    INTEGER NOT NULL,
  body         BLOB NOT NULL,
  collected_at INTEGER,
  set_aside    TEXT,
  tries        INTEGER NOT NULL DEFAULT 0,
  next_try_at  INTEGER NOT NULL DEFAULT 0
)"""
INDEX = "CREATE INDEX IF NOT EXISTS inbox_due ON inbox (next_try_at) WHERE collected_at IS NULL AND set_aside IS NULL"

# A repeat has a fresher link. Until the report is collected, the repeat replaces the row, and is due at once.
KEEP = """
INSERT INTO inbox (webhook_id, signed_at, body) VALUES (?, ?, ?)
ON CONFLICT (webhook_id) DO UPDATE
SET signed_at = excluded.signed_at, body = excluded.body, set_aside = NULL, tries = 0, next_try_at = 0
WHERE inbox.collected_at IS NULL AND excluded.signed_at >= inbox.signed_at"""

DUE = """
SELECT webhook_id, signed_at, body, tries FROM inbox
WHERE collected_at IS NULL AND set_aside IS NULL AND next_try_at <= ? ORDER BY next_try_at LIMIT ?"""


@dataclass(frozen=True)
class Entry:
    webhook_id: str
    signed_at: int
    body: bytes
    tries: int


class Inbox:
    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = folder / "inbox.sqlite"
        self._file.touch(mode=0o600)  # only its owner may read it: it holds links that still work
        with suppress(sqlite3.OperationalError):  # another process is creating the same file at this moment
            self._write("PRAGMA journal_mode = WAL")
        self._write(TABLE)
        self._write(INDEX)
        # No wait is longer than a day, so a later time was stored while the clock was wrong.
        self._write("UPDATE inbox SET next_try_at = 0 WHERE next_try_at > ?", time.time() + 90_000)

    def keep(self, webhook_id: str, signed_at: int, body: bytes) -> None:
        """Returns once the announcement is on disk. Only then may the receiver answer 200."""
        self._write(KEEP, webhook_id, signed_at, body)

    def due(self, most: int) -> list[Entry]:
        with closing(self._connect()) as database:
            return [Entry(*row) for row in database.execute(DUE, (time.time(), most))]

    def collected(self, entry: Entry) -> None:
        self._write("UPDATE inbox SET collected_at = ? WHERE webhook_id = ?", int(time.time()), entry.webhook_id)

    # The next two leave a row alone that a repeat has replaced in the meantime: it holds another body, with a fresher link.

    def set_aside(self, entry: Entry, why: str) -> None:
        self._write("UPDATE inbox SET set_aside = ? WHERE webhook_id = ? AND body = ?", why, entry.webhook_id, entry.body)

    def try_again(self, entry: Entry, after_seconds: float) -> None:
        sql = "UPDATE inbox SET tries = tries + 1, next_try_at = ? WHERE webhook_id = ? AND body = ?"
        self._write(sql, time.time() + after_seconds, entry.webhook_id, entry.body)

    def knows(self, webhook_id: str) -> bool:
        """Returns False for an announcement that was set aside: a new one may be readable."""
        sql = "SELECT 1 FROM inbox WHERE webhook_id = ? AND set_aside IS NULL"
        with closing(self._connect()) as database:
            return database.execute(sql, (webhook_id,)).fetchone() is not None

    def newest_id(self) -> str | None:
        """The id of the delivery that was signed last."""
        sql = "SELECT webhook_id FROM inbox WHERE webhook_id GLOB 'dlv_*' ORDER BY signed_at DESC LIMIT 1"
        with closing(self._connect()) as database:
            row = database.execute(sql).fetchone()
            return row[0] if row else None

    def _write(self, sql: str, *values: object) -> None:
        with closing(self._connect()) as database, database:
            database.execute(sql, values)

    def _connect(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._file, timeout=10)
        database.execute("PRAGMA synchronous = FULL")
        return database
