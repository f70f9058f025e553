package collect

import (
	"database/sql"
	"errors"
	"os"
	"time"

	_ "modernc.org/sqlite" // SQLite in Go: needs no C compiler
)

// Inbox keeps announcements on disk, so that a crash loses none that the receiver answered with 200. Other databases: ../sql.
type Inbox struct{ database *sql.DB }

// waiting is an announcement that waits for its report; tries counts the downloads that failed.
type waiting struct {
	id       string
	signedAt int64
	body     []byte
	tries    int
}

// OpenInbox opens the inbox, or creates it.
func OpenInbox(file string) (*Inbox, error) {
	// Only its owner may read it: it holds links that still work.
	created, err := os.OpenFile(file, os.O_CREATE|os.O_RDWR, 0o600)
	if err = errors.Join(err, created.Close()); err != nil {
		return nil, err
	}
	// FULL: a commit returns when the disk has it. Only then may the receiver answer 200. busy_timeout, in milliseconds:
	// `missing` may write at the same time.
	database, err := sql.Open("sqlite", file+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(10000)")
	if err != nil {
		return nil, err
	}
	database.SetMaxOpenConns(1) // one after the other: SQLite has one writer at a time
	_, err = database.Exec(`CREATE TABLE IF NOT EXISTS inbox (
		webhook_id TEXT PRIMARY KEY, signed_at INTEGER NOT NULL, body BLOB NOT NULL, collected_at INTEGER,
		set_aside TEXT, tries INTEGER NOT NULL DEFAULT 0, next_try_at INTEGER NOT NULL DEFAULT 0);
		CREATE INDEX IF NOT EXISTS inbox_due ON inbox (next_try_at) WHERE collected_at IS NULL AND set_aside IS NULL`)
	if err != nil {
		return nil, err
	}
	inbox := &Inbox{database}
	// No wait is longer than a day, so a later time was stored while the clock was wrong.
	return inbox, inbox.update("UPDATE inbox SET next_try_at = 0 WHERE next_try_at > ?", time.Now().Unix()+90_000)
}

// Keep stores an announcement. A repeat has a fresher link, so it replaces the announcement until the report is collected.
func (i *Inbox) Keep(id string, signedAt int64, body []byte) error {
	return i.update(`INSERT INTO inbox (webhook_id, signed_at, body) VALUES (?, ?, ?)
		ON CONFLICT (webhook_id) DO UPDATE SET signed_at = excluded.signed_at, body = excluded.body,
			set_aside = NULL, tries = 0, next_try_at = 0
		WHERE inbox.collected_at IS NULL AND excluded.signed_at >= inbox.signed_at`, id, signedAt, body)
}

func (i *Inbox) due(now int64, limit int) ([]waiting, error) {
	rows, err := i.database.Query(`SELECT webhook_id, signed_at, body, tries FROM inbox
		WHERE collected_at IS NULL AND set_aside IS NULL AND next_try_at <= ?
		ORDER BY next_try_at, signed_at LIMIT ?`, now, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var due []waiting
	for rows.Next() {
		var report waiting
		if err := rows.Scan(&report.id, &report.signedAt, &report.body, &report.tries); err != nil {
			return nil, err
		}
		due = append(due, report)
	}
	return due, rows.Err()
}

func (i *Inbox) collected(report waiting, now int64) error {
	return i.update("UPDATE inbox SET collected_at = ? WHERE webhook_id = ?", now, report.id)
}

// "AND body = ?": a repeat that arrived in the meantime is due at once, whatever happened to the announcement before it.

func (i *Inbox) setAside(report waiting, why string) error {
	return i.update("UPDATE inbox SET set_aside = ? WHERE webhook_id = ? AND body = ?", why, report.id, report.body)
}

func (i *Inbox) retry(report waiting, at int64) error {
	return i.update("UPDATE inbox SET tries = tries + 1, next_try_at = ? WHERE webhook_id = ? AND body = ?",
		at, report.id, report.body)
}

// Knows is false for an announcement that was set aside: a new one may be readable.
func (i *Inbox) Knows(id string) (known bool, err error) {
	row := i.database.QueryRow("SELECT COUNT(*) > 0 FROM inbox WHERE webhook_id = ? AND set_aside IS NULL", id)
	return known, row.Scan(&known)
}

// NewestID returns the id of the delivery that was signed last, or "".
func (i *Inbox) NewestID() (id string, err error) {
	row := i.database.QueryRow("SELECT webhook_id FROM inbox WHERE webhook_id GLOB 'dlv_*' ORDER BY signed_at DESC LIMIT 1")
	if err = row.Scan(&id); errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return id, err
}

func (i *Inbox) update(statement string, values ...any) error {
	_, err := i.database.Exec(statement, values...)
	return err
}
