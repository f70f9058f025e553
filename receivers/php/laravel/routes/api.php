<?php

// Belongs into the application's routes/api.php: routes of web.php answer 419 to a request without a CSRF token.

use App\Http\Middleware\VerifyCdrWebhook;
use App\Jobs\CollectReport;
use Illuminate\Database\QueryException;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Route;

Route::post('/cdr-webhook', function (Request $request) {
    $verdict = $request->attributes->get(CdrVerdict::class);
    $row = ['signed_at' => $verdict->signedAt, 'body' => base64_encode($request->getContent())];
    try {
        DB::transaction(function () use ($verdict, $row) {
            DB::table('cdr_inbox')->insertOrIgnore(['webhook_id' => $verdict->webhookId] + $row);
            // A repeat carries a fresher link, so it replaces what is not collected yet, and is due at once.
            DB::table('cdr_inbox')->where('webhook_id', $verdict->webhookId)
                ->whereNull('collected_at')->where('signed_at', '<=', $verdict->signedAt)
                ->update($row + ['set_aside' => null, 'tries' => 0, 'next_try_at' => 0]);
        });
    } catch (QueryException) {
        return response('', 503); // the platform sends the announcement again
    }
    rescue(function () use ($verdict) { // the row is stored: when the queue is away, routes/console.php finds it
        CollectReport::dispatch($verdict->webhookId);
    });
    return response('');
})->middleware(VerifyCdrWebhook::class);
