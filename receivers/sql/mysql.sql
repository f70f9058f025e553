-- The inbox in MySQL 8 or MariaDB 10.6, for receivers and workers on several machines. Times are Unix seconds.
-- Parameters begin with a colon.

-- Table. MEDIUMBLOB, because a BLOB ends at 65,535 bytes and a body may have 65,536. Ids differ by case.
CREATE TABLE IF NOT EXISTS inbox (
  webhook_id   VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  signed_at    BIGINT NOT NULL,             -- webhook-timestamp
  body         MEDIUMBLOB NOT NULL,         -- the bytes that arrived
  collected_at BIGINT,                      -- when the report was saved
  set_aside    TEXT,                        -- why it is not fetched: no announcement, or the report is gone
  tries        INTEGER NOT NULL DEFAULT 0,
  next_try_at  BIGINT NOT NULL DEFAULT 0,
  INDEX inbox_due (collected_at, next_try_at)
) ENGINE = InnoDB;

-- Keep an announcement: both statements in one transaction; commit before you answer 200, with the default
-- `innodb_flush_log_at_trx_commit = 1`. INSERT IGNORE would hide errors.
INSERT INTO inbox (webhook_id, signed_at, body) VALUES (:webhook_id, :signed_at, :body)
ON DUPLICATE KEY UPDATE webhook_id = inbox.webhook_id;
-- A repeat has a fresher link. Until the report is collected, the repeat replaces the row, and is due at once.
UPDATE inbox SET signed_at = :signed_at, body = :body, set_aside = NULL, tries = 0, next_try_at = 0
WHERE webhook_id = :webhook_id AND collected_at IS NULL AND signed_at <= :signed_at;

-- Take the next due row for 5 minutes: both statements in one transaction. The row is not locked during the download, so that a
-- repeat need not wait. A repeat makes the row due at once, so a second worker may take it: give each worker a folder for its
-- partial files.
SELECT webhook_id, signed_at, body, tries FROM inbox
WHERE collected_at IS NULL AND set_aside IS NULL AND next_try_at <= :now
ORDER BY next_try_at LIMIT 1
FOR UPDATE SKIP LOCKED;
UPDATE inbox SET next_try_at = :now + 300 WHERE webhook_id = :webhook_id;

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
SELECT webhook_id FROM inbox WHERE webhook_id LIKE 'dlv%' ORDER BY signed_at DESC LIMIT 1;
