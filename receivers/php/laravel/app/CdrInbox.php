<?php

declare(strict_types=1);

namespace App;

use App\Jobs\CollectReport;
use Illuminate\Database\Query\Builder;
use Illuminate\Support\Facades\DB;

/** Announcements that were received, in the table cdr_inbox. */
final class CdrInbox
{
    /** Returns once the announcement is stored. Throws a QueryException if it is not. */
    public static function keep(string $webhookId, int $signedAt, string $body): void
    {
        $row = ['signed_at' => $signedAt, 'body' => base64_encode($body)];
        DB::transaction(function () use ($webhookId, $signedAt, $row) {
            self::table()->insertOrIgnore(['webhook_id' => $webhookId] + $row);
            // A repeat has a fresher link. Until the report is collected, the repeat replaces the row, and is due at once.
            self::table()->where('webhook_id', $webhookId)
                ->whereNull('collected_at')->where('signed_at', '<=', $signedAt)
                ->update($row + ['set_aside' => null, 'tries' => 0, 'next_try_at' => 0]);
        });
        rescue(function () use ($webhookId) { // the row is stored: when the queue is away, routes/console.php finds it
            CollectReport::dispatch($webhookId);
        });
    }

    /** Returns false for an announcement that was set aside: a new one may be readable. */
    public static function knows(string $webhookId): bool
    {
        return self::table()->where('webhook_id', $webhookId)->whereNull('set_aside')->exists();
    }

    /** The id of the delivery that was signed last, or null. */
    public static function newestId(): ?string
    {
        return self::table()->where('webhook_id', 'like', 'dlv%')->orderByDesc('signed_at')->value('webhook_id');
    }

    public static function table(): Builder
    {
        return DB::table('cdr_inbox');
    }
}
