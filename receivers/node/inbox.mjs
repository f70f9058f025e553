// Keeps announcements on disk, so that a crash loses none that the receiver answered with 200.
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql'; // Node 20 comes without SQLite; npm installs this one without a compiler

/** Opens the inbox in the folder, or creates both. Other databases: see ../sql. */
export function openInbox(folder) {
  // 0o700: the inbox holds links that still work, and reports are confidential. A folder that exists keeps its mode.
  mkdirSync(join(folder, 'reports'), { recursive: true, mode: 0o700 });
  const file = join(folder, 'inbox.sqlite');
  closeSync(openSync(file, 'a', 0o600)); // only its owner may read it: it holds links that still work
  const database = new Database(file);
  // busy_timeout, in milliseconds: missing.mjs may write at the same time.
  // FULL: a commit returns when the disk has it. Only then may the receiver answer 200.
  database.exec('PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  database.exec(`CREATE TABLE IF NOT EXISTS inbox (
    webhook_id TEXT PRIMARY KEY, signed_at INTEGER NOT NULL, body BLOB NOT NULL, collected_at INTEGER,
    set_aside TEXT, tries INTEGER NOT NULL DEFAULT 0, next_try_at INTEGER NOT NULL DEFAULT 0);
  CREATE INDEX IF NOT EXISTS inbox_due ON inbox (next_try_at) WHERE collected_at IS NULL AND set_aside IS NULL`);

  // No wait is longer than a day, so a later time was stored while the clock was wrong.
  database.prepare('UPDATE inbox SET next_try_at = 0 WHERE next_try_at > ?').run(Math.floor(Date.now() / 1000) + 90_000);

  // A repeat has a fresher link, so it replaces the announcement until the report is collected.
  const upsert = database.prepare(`INSERT INTO inbox (webhook_id, signed_at, body) VALUES (?, ?, ?)
    ON CONFLICT (webhook_id) DO UPDATE SET signed_at = excluded.signed_at, body = excluded.body,
      set_aside = NULL, tries = 0, next_try_at = 0
    WHERE inbox.collected_at IS NULL AND excluded.signed_at >= inbox.signed_at`);
  const selectDue = database.prepare(`SELECT webhook_id AS id, signed_at AS signedAt, body, tries FROM inbox
    WHERE collected_at IS NULL AND set_aside IS NULL AND next_try_at <= ? ORDER BY next_try_at, signed_at LIMIT ?`);
  const setCollected = database.prepare('UPDATE inbox SET collected_at = ? WHERE webhook_id = ?');
  // "AND body = ?": a repeat that arrived in the meantime is due at once, whatever happened to the announcement before it.
  const setAside = database.prepare('UPDATE inbox SET set_aside = ? WHERE webhook_id = ? AND body = ?');
  const setNextTry = database.prepare(
    'UPDATE inbox SET tries = tries + 1, next_try_at = ? WHERE webhook_id = ? AND body = ?',
  );

  const selectKnown = database.prepare('SELECT 1 FROM inbox WHERE webhook_id = ? AND set_aside IS NULL');
  const selectNewest = database.prepare(`SELECT webhook_id AS id FROM inbox
    WHERE webhook_id GLOB 'dlv_*' ORDER BY signed_at DESC LIMIT 1`);

  return {
    keep: (id, signedAt, body) => upsert.run(id, signedAt, body),
    due: (now, limit) => selectDue.all(now, limit).map((row) => ({ ...row, body: Buffer.from(row.body) })),
    collected: ({ id }, now) => setCollected.run(now, id),
    setAside: ({ id, body }, why) => setAside.run(why, id, body),
    retry: ({ id, body }, at) => setNextTry.run(at, id, body),
    knows: (id) => selectKnown.get(id) !== undefined,
    newestId: () => selectNewest.get()?.id,
  };
}
