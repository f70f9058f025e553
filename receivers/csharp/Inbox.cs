using Microsoft.Data.Sqlite;

namespace Cdr;

/// <summary>An announcement that waits for its report; Tries counts the downloads that failed.</summary>
public sealed record Waiting(string Id, long SignedAt, byte[] Body, int Tries);

/// <summary>
/// Keeps announcements on disk, so that a crash loses none that the receiver answered with 200. Other databases: ../sql.
/// </summary>
public sealed class Inbox
{
    private readonly object _oneAtATime = new();
    private readonly SqliteConnection _database;

    /// <summary>Opens the inbox, or creates it.</summary>
    public Inbox(string file)
    {
        // Only its owner may read it: it holds links that still work.
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        new FileStream(file, options).Dispose();
        _database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file }.ToString());
        _database.Open();
        // FULL: a commit returns when the disk has it. Only then may the receiver answer 200.
        Update("""
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            CREATE TABLE IF NOT EXISTS inbox (
              webhook_id TEXT PRIMARY KEY, signed_at INTEGER NOT NULL, body BLOB NOT NULL, collected_at INTEGER,
              set_aside TEXT, tries INTEGER NOT NULL DEFAULT 0, next_try_at INTEGER NOT NULL DEFAULT 0);
            CREATE INDEX IF NOT EXISTS inbox_due ON inbox (next_try_at)
              WHERE collected_at IS NULL AND set_aside IS NULL;
            """);
        // No wait is longer than a day, so a later time was stored while the clock was wrong.
        Update(
            "UPDATE inbox SET next_try_at = 0 WHERE next_try_at > $late",
            ("$late", DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 90_000));
    }

    /// <summary>A repeat has a fresher link, so it replaces the announcement until the report is collected.</summary>
    public void Keep(string id, long signedAt, byte[] body) =>
        Update("""
            INSERT INTO inbox (webhook_id, signed_at, body) VALUES ($id, $signedAt, $body)
            ON CONFLICT (webhook_id) DO UPDATE SET signed_at = excluded.signed_at, body = excluded.body,
              set_aside = NULL, tries = 0, next_try_at = 0
            WHERE inbox.collected_at IS NULL AND excluded.signed_at >= inbox.signed_at
            """, ("$id", id), ("$signedAt", signedAt), ("$body", body));

    public List<Waiting> Due(long now, int limit)
    {
        lock (_oneAtATime)
        {
            using SqliteCommand select = Command("""
                SELECT webhook_id, signed_at, body, tries FROM inbox
                WHERE collected_at IS NULL AND set_aside IS NULL AND next_try_at <= $now
                ORDER BY next_try_at, signed_at LIMIT $limit
                """, ("$now", now), ("$limit", limit));
            using SqliteDataReader rows = select.ExecuteReader();
            var due = new List<Waiting>();
            while (rows.Read())
            {
                due.Add(new Waiting(
                    rows.GetString(0), rows.GetInt64(1), rows.GetFieldValue<byte[]>(2), rows.GetInt32(3)));
            }
            return due;
        }
    }

    /// <summary>False for an announcement that was set aside: a new one may be readable.</summary>
    public bool Knows(string id)
    {
        lock (_oneAtATime)
        {
            using SqliteCommand select = Command(
                "SELECT 1 FROM inbox WHERE webhook_id = $id AND set_aside IS NULL", ("$id", id));
            return select.ExecuteScalar() is not null;
        }
    }

    /// <summary>The id of the delivery that was signed last, or null.</summary>
    public string? NewestId()
    {
        lock (_oneAtATime)
        {
            using SqliteCommand select = Command(
                "SELECT webhook_id FROM inbox WHERE webhook_id GLOB 'dlv_*' ORDER BY signed_at DESC LIMIT 1");
            return select.ExecuteScalar() as string;
        }
    }

    public void Collected(Waiting report, long now) =>
        Update("UPDATE inbox SET collected_at = $now WHERE webhook_id = $id", ("$now", now), ("$id", report.Id));

    // "AND body = $body": a repeat that arrived in the meantime is due at once, whatever happened to the announcement before it.

    public void SetAside(Waiting report, string why) =>
        Update(
            "UPDATE inbox SET set_aside = $why WHERE webhook_id = $id AND body = $body",
            ("$why", why), ("$id", report.Id), ("$body", report.Body));

    public void Retry(Waiting report, long at) =>
        Update(
            "UPDATE inbox SET tries = tries + 1, next_try_at = $at WHERE webhook_id = $id AND body = $body",
            ("$at", at), ("$id", report.Id), ("$body", report.Body));

    private void Update(string sql, params (string Name, object Value)[] values)
    {
        lock (_oneAtATime)
        {
            using SqliteCommand command = Command(sql, values);
            command.ExecuteNonQuery(); // commits at once
        }
    }

    private SqliteCommand Command(string sql, params (string Name, object Value)[] values)
    {
        SqliteCommand command = _database.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object value) in values) command.Parameters.AddWithValue(name, value);
        return command;
    }
}
