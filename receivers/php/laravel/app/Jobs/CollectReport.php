<?php

declare(strict_types=1);

namespace App\Jobs;

use App\CdrInbox;
use CdrSystem;
use DownloadFailed;
use Illuminate\Bus\Queueable;
use Illuminate\Contracts\Queue\ShouldQueue;
use Illuminate\Database\Query\Builder;
use Illuminate\Foundation\Bus\Dispatchable;
use Illuminate\Queue\InteractsWithQueue;
use Illuminate\Support\Facades\Log;
use LinkRefused;
use NotAnAnnouncement;
use Report;
use RequestFailed;
use Throwable;

/**
 * Fetches the report of one row of the inbox. It must not be ShouldBeUnique: that drops the job of a repeat, which has the
 * fresh link. The queue's `retry_after` must be above `$timeout`.
 */
final class CollectReport implements ShouldQueue
{
    use Dispatchable, InteractsWithQueue, Queueable;

    private const DAY = 86400;
    private const HOUR = 3600;
    private const MINUTE = 60;

    public int $timeout = 3600;

    /** No limit: a killed worker uses up an attempt, so with at most one attempt the job would be lost. */
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
        if (str_starts_with($this->webhookId, 'notice_')) {
            $this->row()->update(['collected_at' => time()]);
            Log::info("$this->webhookId: a notice, nothing to fetch: the inbox has it");
            return;
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
        $asks = (bool) config('cdr.system');
        $refusal = null; // why there is no fresh link; the old one may work for some more minutes
        // The log never holds a URL or the text of an unknown exception: the URL in it is a credential.
        try {
            $announcement = Report::read(base64_decode($row->body));
            $fetched = Report::canBeFetched($announcement);
            if ($fetched && $asks && Report::linkEndsSoon($announcement)) {
                $refusal = $this->renew($row);
                if ($refusal === null) {
                    return;
                }
            }
            if ($fetched) {
                Report::download($announcement, $folder, config('cdr.signatures'));
            }
            $this->row()->update(['collected_at' => time()]);
            unlink("$folder/.lock");
            Log::info("$this->webhookId: " . ($fetched ? 'collected' : 'export failed'));
        } catch (NotAnAnnouncement $fault) {
            $this->setAside($row, $fault->getMessage());
        } catch (LinkRefused $refused) {
            if ($asks && $refused->renewalHelps) {
                $refusal ??= $this->renew($row);
                if ($refusal === null) {
                    return;
                }
            }
            // Without a system, only a repeat has another link.
            $wait = $refused->isDead && $refusal === null ? self::DAY : self::backoffSeconds($row);
            $this->tryAgain($row, $wait, "{$refused->getMessage()}, waiting for a repeat", $refusal);
        } catch (DownloadFailed $failure) {
            $this->tryAgain($row, max(self::backoffSeconds($row), $failure->waitSeconds), $failure->getMessage(), $refusal);
        } catch (Throwable $fault) {
            $this->tryAgain($row, self::backoffSeconds($row), $fault::class, $refusal);
        }
    }

    /** Puts an announcement with a fresh link into the inbox, with another job. Returns null, or why that failed. */
    private function renew(object $row): ?RequestFailed
    {
        if (time() - $row->signed_at < self::MINUTE) { // a new link that is already dead
            return new RequestFailed('the link is too new to ask for another one');
        }
        try {
            $system = new CdrSystem(config('cdr.system'), config('cdr.signatures'));
            [$signedAt, $body] = $system->renew($this->webhookId);
        } catch (RequestFailed $refusal) {
            return $refusal;
        }
        CdrInbox::keep($this->webhookId, $signedAt, $body);
        Log::info("$this->webhookId: has a fresh link");
        return null;
    }

    private function setAside(object $row, string $why): void
    {
        $this->row()->where('body', $row->body)->update(['set_aside' => $why]);
        Log::error("$this->webhookId: set aside, $why");
    }

    private static function backoffSeconds(object $row): int
    {
        return min(2 ** min($row->tries, 6), 60);
    }

    /** A new job, since a job that is released counts its attempts. A row that a repeat has replaced stays due, with its own job. */
    private function tryAgain(object $row, int $afterSeconds, string $why, ?RequestFailed $refusal): void
    {
        if ($refusal?->status === 410) {
            $this->setAside($row, 'the report no longer exists');
            return;
        }
        if ($refusal !== null) {
            $pause = min(self::HOUR, self::MINUTE * 2 ** min($row->tries, 6));
            $afterSeconds = max($afterSeconds, $pause, $refusal->waitSeconds);
            $why .= "; no fresh link, {$refusal->getMessage()}";
        }
        $changed = ['tries' => $row->tries + 1, 'next_try_at' => time() + $afterSeconds];
        if ($this->row()->where('body', $row->body)->update($changed) === 1) {
            self::dispatch($this->webhookId)->delay($afterSeconds);
        }
        Log::warning("$this->webhookId: $why");
    }

    private function row(): Builder
    {
        return CdrInbox::table()->where('webhook_id', $this->webhookId);
    }
}
