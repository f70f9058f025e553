<?php

declare(strict_types=1);

/** Announcements that were received, in SQLite. ../../sql has the same for PostgreSQL and MySQL. */
final class Inbox
{
    private const TABLE = <<<'SQL'
        CREATE TABLE IF NOT EXISTS inbox (
          webhook_id   TEXT PRIMARY KEY,
          signed_at    INTEGER NOT NULL,
          body         BLOB NOT NULL,
          collected_at INTEGER,
          set_aside    TEXT,
          tries        INTEGER NOT NULL DEFAULT 0,
          next_try_at  INTEGER NOT NULL DEFAULT 0
        );
        CREATE INDEX IF NOT EXISTS inbox_due ON inbox (next_try_at) WHERE collected_at IS NULL AND set_aside IS NULL
        SQL;

    // A repeat has a fresher link. Until the report is collected, the repeat replaces the row, and is due at once.
    private const KEEP = <<<'SQL'
        INSERT INTO inbox (webhook_id, signed_at, body) VALUES (?, ?, ?)
        ON CONFLICT (webhook_id) DO UPDATE
        SET signed_at = excluded.signed_at, body = excluded.body, set_aside = NULL, tries = 0, next_try_at = 0
        WHERE inbox.collected_at IS NULL AND excluded.signed_at >= inbox.signed_at
        SQL;

    private const IS_DUE = 'collected_at IS NULL AND set_aside IS NULL AND next_try_at <= ?';

    private PDO $database;

    public function __construct(string $folder)
    {
        $this->database = new PDO("sqlite:$folder/inbox.sqlite", options: [PDO::ATTR_TIMEOUT => 10]);
        try {
            $this->database->exec('PRAGMA journal_mode = WAL');
        } catch (PDOException) {
            // Another process is creating the same file at this moment.
        }
        $this->database->exec('PRAGMA synchronous = FULL');
        $this->database->exec(self::TABLE);
    }

    /** No wait is longer than a day, so a later time was stored while the clock was wrong. */
    public function forgetTimesFarAhead(): void
    {
        $this->run('UPDATE inbox SET next_try_at = 0 WHERE next_try_at > ?', [time() + 90000]);
    }

    /** Returns once the announcement is on disk. Only then may the receiver answer 200. */
    public function keep(string $webhookId, int $signedAt, string $body): void
    {
        $this->run(self::KEEP, [$webhookId, $signedAt], $body);
    }

    /** @return list<array{webhook_id: string, signed_at: int, body: string, tries: int}> */
    public function due(int $most): array
    {
        $sql = 'SELECT webhook_id, signed_at, body, tries FROM inbox WHERE ' . self::IS_DUE . " ORDER BY next_try_at LIMIT $most";
        return $this->run($sql, [microtime(true)])->fetchAll(PDO::FETCH_ASSOC);
    }

    /** Returns false if another worker was faster, or if a repeat has replaced the body. */
    public function isStillDue(array $entry): bool
    {
        $sql = 'SELECT 1 FROM inbox WHERE ' . self::IS_DUE . ' AND webhook_id = ? AND body = ?';
        return $this->run($sql, [microtime(true), $entry['webhook_id']], $entry['body'])->fetch() !== false;
    }

    public function collected(array $entry): void
    {
        $this->run('UPDATE inbox SET collected_at = ? WHERE webhook_id = ?', [time(), $entry['webhook_id']]);
    }

    // The next two leave a row alone that a repeat has replaced in the meantime: it holds another body, with a fresher link.

    public function setAside(array $entry, string $why): void
    {
        $sql = 'UPDATE inbox SET set_aside = ? WHERE webhook_id = ? AND body = ?';
        $this->run($sql, [$why, $entry['webhook_id']], $entry['body']);
    }

    public function tryAgain(array $entry, float $afterSeconds): void
    {
        $sql = 'UPDATE inbox SET tries = tries + 1, next_try_at = ? WHERE webhook_id = ? AND body = ?';
        $this->run($sql, [microtime(true) + $afterSeconds, $entry['webhook_id']], $entry['body']);
    }

    /** Returns false for an announcement that was set aside: a new one may be readable. */
    public function knows(string $webhookId): bool
    {
        return $this->run('SELECT 1 FROM inbox WHERE webhook_id = ? AND set_aside IS NULL', [$webhookId])->fetch() !== false;
    }

    /** The id of the delivery that was signed last, or null. */
    public function newestId(): ?string
    {
        $sql = "SELECT webhook_id FROM inbox WHERE webhook_id GLOB 'dlv_*' ORDER BY signed_at DESC LIMIT 1";
        return $this->run($sql, [])->fetchColumn() ?: null;
    }

    /** @param string|null $body the last parameter: it is bytes, and SQLite never finds a text equal to bytes */
    private function run(string $sql, array $values, ?string $body = null): PDOStatement
    {
        $statement = $this->database->prepare($sql);
        foreach ($values as $index => $value) {
            $statement->bindValue($index + 1, $value, is_int($value) ? PDO::PARAM_INT : PDO::PARAM_STR);
        }
        if ($body !== null) {
            $statement->bindValue(count($values) + 1, $body, PDO::PARAM_LOB);
        }
        $statement->execute();
        return $statement;
    }
}
