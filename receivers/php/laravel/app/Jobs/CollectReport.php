<?php

declare(strict_types=1);

namespace App\Jobs;

use DownloadFailed;
use Illuminate\Bus\Queueable;
use Illuminate\Contracts\Queue\ShouldQueue;
use Illuminate\Database\Query\Builder;
use Illuminate\Foundation\Bus\Dispatchable;
use Illuminate\Queue\InteractsWithQueue;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Log;
use LinkGone;
use NotAnAnnouncement;
use Report;
use Throwable;

/**
 * Fetches the report of one row of the inbox. It must not be ShouldBeUnique: that drops the job of a repeat, which has the
 * fresh link. The queue's `retry_after` must be above `$timeout`.
 */
final class CollectReport implements ShouldQueue
{
    use Dispatchable, InteractsWithQueue, Queueable;

    private const DAY = 86400;

    public int $timeout = 3600;

    /** Without end: a worker that was killed leaves an attempt, and with one attempt at most the job would be lost. */
    public int $tries = 0;

    public int $backoff = 60;

    public function __construct(public readonly string $webhookId)
    {
    }

    public function handle(): void
    {
        $row = $this->row()->whereNull('collected_at')->whereNull('set_aside')->first();
        if ($row === null || $row->next_try_at > time()) {
            return; // an earlier job did the work, or a later one will
        }
        $folder = config('cdr.folder') . "/reports/$this->webhookId";
        if (!is_dir($folder)) {
            mkdir($folder, 0700, true);
        }
        $lock = fopen("$folder/.lock", 'c'); // the system releases it when this process ends, however it ends
        if (!flock($lock, LOCK_EX | LOCK_NB)) {
            self::dispatch($this->webhookId)->delay(5);
            return;
        }
        $this->collect($row, $folder);
    }

    private function collect(object $row, string $folder): void
    {
        // The log never holds a URL or the text of an unknown exception: the URL in it is a credential.
        try {
            $announcement = Report::read(base64_decode($row->body));
            $fetched = Report::canBeFetched($announcement);
            if ($fetched) {
                Report::download($announcement, $folder);
            }
            $this->row()->update(['collected_at' => time()]);
            unlink("$folder/.lock");
            Log::info("$this->webhookId: " . ($fetched ? 'collected' : 'export failed'));
        } catch (NotAnAnnouncement $refusal) {
            $this->row()->where('body', $row->body)->update(['set_aside' => $refusal->getMessage()]);
            Log::error("$this->webhookId: set aside, {$refusal->getMessage()}");
        } catch (LinkGone $gone) {
            $this->tryAgain($row, self::DAY);
            Log::error("$this->webhookId: {$gone->getMessage()}, waiting for a repeat");
        } catch (DownloadFailed $failure) {
            $this->tryAgain($row, max(self::backoffSeconds($row), $failure->waitSeconds));
            Log::warning("$this->webhookId: {$failure->getMessage()}");
        } catch (Throwable $fault) {
            $this->tryAgain($row, self::backoffSeconds($row));
            Log::warning("$this->webhookId: " . $fault::class);
        }
    }

    private static function backoffSeconds(object $row): int
    {
        return min(2 ** min($row->tries, 6), 60);
    }

    /** A new job, since a job that is released counts its attempts. A row that a repeat has replaced stays due, with its own job. */
    private function tryAgain(object $row, int $afterSeconds): void
    {
        $changed = ['tries' => $row->tries + 1, 'next_try_at' => time() + $afterSeconds];
        if ($this->row()->where('body', $row->body)->update($changed) === 1) {
            self::dispatch($this->webhookId)->delay($afterSeconds);
        }
    }

    private function row(): Builder
    {
        return DB::table('cdr_inbox')->where('webhook_id', $this->webhookId);
    }
}
