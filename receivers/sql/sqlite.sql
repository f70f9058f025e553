-- The inbox in SQLite, for a receiver on one machine. Times are Unix seconds. Parameters begin with a colon.
-- Each connection needs `PRAGMA synchronous = FULL`; the file needs `PRAGMA journal_mode = WAL` once.

-- Table
CREATE TABLE IF NOT EXISTS inbox (
  webhook_id   TEXT PRIMARY KEY,
  signed_at    INTEGER NOT NULL,            -- webhook-timestamp
  body         BLOB NOT NULL,               -- the bytes that arrived
  collected_at INTEGER,                     -- when the report was saved
  set_aside    TEXT,                        -- why it is not fetched: no announcement, or the report is gone
  tries        INTEGER NOT NULL DEFAULT 0,
  next_try_at  INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS inbox_due ON inbox (next_try_at) WHERE collected_at IS NULL AND set_aside IS NULL;

-- Keep an announcement; commit before you answer 200.
-- A repeat has a fresher link. Until the report is collected, the repeat replaces the row, and is due at once.
INSERT INTO inbox (webhook_id, signed_at, body) VALUES (:webhook_id, :signed_at, :body)
ON CONFLICT (webhook_id) DO UPDATE
SET signed_at = excluded.signed_at, body = excluded.body, set_aside = NULL, tries = 0, next_try_at = 0
WHERE inbox.collected_at IS NULL AND excluded.signed_at >= inbox.signed_at;

-- Take the next due row for 5 minutes. SQLite has one writer at a time, so it needs no SKIP LOCKED.
UPDATE inbox SET next_try_at = :now + 300
WHERE webhook_id = (
  SELECT webhook_id FROM inbox
  WHERE collected_at IS NULL AND set_aside IS NULL AND next_try_at <= :now
  ORDER BY next_try_at LIMIT 1)
RETURNING webhook_id, signed_at, body, tries;

-- When a worker starts: no wait is longer than a day, so a later time was stored while the clock was wrong.
UPDATE inbox SET next_try_at = 0 WHERE next_try_at > :now + 90000;

-- Collected
UPDATE inbox SET collected_at = :now WHERE webhook_id = :webhook_id;

-- Set aside. `body` is the one that was read: a repeat may have replaced it in the meantime.
UPDATE inbox SET set_aside = :why WHERE webhook_id = :webhook_id AND body = :body;

-- Try again. A worker that is still downloading does the same every minute, without counting a try.
UPDATE inbox SET tries = tries + 1, next_try_at = :now + :wait WHERE webhook_id = :webhook_id AND body = :body;

-- Whether a listed report is known. One that was set aside may be readable now.
SELECT 1 FROM inbox WHERE webhook_id = :webhook_id AND set_aside IS NULL;

-- The newest delivery: it names the configuration in `list-reports`.
SELECT webhook_id FROM inbox WHERE webhook_id GLOB 'dlv_*' ORDER BY signed_at DESC LIMIT 1;
