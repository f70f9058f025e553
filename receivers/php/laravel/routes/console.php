<?php

// Belongs into the application's routes/console.php: gives the queue what it has lost, for example in a crash.

use App\CdrInbox;
use App\Jobs\CollectReport;
use Illuminate\Support\Facades\Schedule;

Schedule::call(function () {
    $overdue = CdrInbox::table()->whereNull('collected_at')->whereNull('set_aside')->where('next_try_at', '<', time() - 600);
    foreach ($overdue->pluck('webhook_id') as $webhookId) {
        CollectReport::dispatch($webhookId);
    }
})->everyTenMinutes();
