<?php

declare(strict_types=1);

namespace App\Console\Commands;

use App\CdrInbox;
use CdrSystem;
use Illuminate\Console\Command;
use MissingReports;
use RequestFailed;

/** Requests the list of reports, and adds missing ones to the inbox, with fresh links. The queue fetches them. */
final class FindMissingReports extends Command
{
    protected $signature = 'cdr:missing
        {--since=24h : 90m, 24h, 3d, or a time in UTC such as 2026-03-01T10:00:00Z}
        {--configuration= : cfg_...; without it, that of the newest delivery in the inbox}';

    protected $description = 'Finds the reports that the inbox lacks';

    public function handle(): int
    {
        if (!config('cdr.system')) {
            $this->error('Set CDR_SYSTEM to the address of the system: the origin of each callbackURL.');
            return self::FAILURE;
        }
        $configuration = $this->option('configuration');
        $of = $configuration ? ['configurationId' => $configuration] : ['deliveryId' => CdrInbox::newestId()];
        if ($of === ['deliveryId' => null]) {
            $this->error('The inbox is empty: add --configuration cfg_...');
            return self::FAILURE;
        }
        $system = new CdrSystem(config('cdr.system'), config('cdr.signatures'));
        $reports = new MissingReports($system, CdrInbox::knows(...), CdrInbox::keep(...), $this->line(...));
        try {
            return $reports->find($this->option('since'), $of) === 0 ? self::SUCCESS : self::FAILURE;
        } catch (RequestFailed $refusal) {
            $this->error($refusal->getMessage());
            return self::FAILURE;
        }
    }
}
