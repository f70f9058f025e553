<?php

declare(strict_types=1);

/** Compares an inbox with the list of reports, and adds missing ones to it, with fresh links. */
final class MissingReports
{
    private const SECONDS = ['m' => 60, 'h' => 3600, 'd' => 86400];
    private const TRIES = 5;

    /**
     * @param Closure(string): bool $knows whether the inbox has a delivery
     * @param Closure(string, int, string): void $keep puts an announcement into the inbox: id, when it was signed, body
     * @param Closure(string): void $say prints a line
     * @param float $minute the first pause, in seconds
     */
    public function __construct(
        private readonly CdrSystem $system,
        private readonly Closure $knows,
        private readonly Closure $keep,
        private readonly Closure $say,
        private readonly float $minute = 60,
    ) {
    }

    /**
     * Returns how many reports are still missing.
     *
     * @param string $since 90m, 24h, 3d, or a time in UTC such as 2026-03-01T10:00:00Z
     * @param array<string, string> $of `deliveryId` of any delivery, or `configurationId`
     */
    public function find(string $since, array $of): int
    {
        $from = $since;
        if (preg_match('/\A([0-9]{1,6})([mhd])\z/', $since, $back)) {
            $from = gmdate('Y-m-d\TH:i:s\Z', time() - $back[1] * self::SECONDS[$back[2]]);
        }
        [$listed, $missing, $cursor] = [0, 0, null];
        do {
            $page = $this->patiently(fn () => $this->system->list($of, $from, $cursor));
            foreach ($page->items as $report) {
                $listed++;
                if (!($this->knows)($report->deliveryId) && !$this->add($report)) {
                    $missing++;
                }
            }
            $cursor = $page->nextCursor;
        } while ($cursor !== null);
        ($this->say)("$listed reports from $from to $page->completeUntil, $missing still missing");
        return $missing;
    }

    /** Returns whether the report is no longer missing, or no longer exists. */
    private function add(stdClass $report): bool
    {
        $name = json_encode($report->fileName); // it may hold line feeds
        $what = "$report->deliveryId $name, $report->fileSizeInBytes bytes, recorded $report->recordedAt";
        try {
            [$signedAt, $body] = $this->patiently(fn () => $this->system->renew($report->deliveryId));
        } catch (RequestFailed $refusal) {
            $gone = $refusal->status === 410;
            ($this->say)("$what: is missing, " . ($gone ? 'and no longer exists' : $refusal->getMessage()));
            return $gone;
        }
        ($this->keep)($report->deliveryId, $signedAt, $body);
        ($this->say)("$what: was missing, is in the inbox now");
        return true;
    }

    /** Repeats a request that may succeed later: after Retry-After, or after 1, 2, 4 and 8 minutes. */
    private function patiently(Closure $ask): mixed
    {
        for ($tries = 0; ; $tries++) {
            try {
                return $ask();
            } catch (RequestFailed $refusal) {
                if (!$refusal->mayPass() || $tries + 1 === self::TRIES) {
                    throw $refusal;
                }
                usleep((int) (1_000_000 * ($refusal->waitSeconds ?: $this->minute * 2 ** $tries)));
            }
        }
    }
}
