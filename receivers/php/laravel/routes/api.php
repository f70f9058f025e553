<?php

// Belongs into the application's routes/api.php: routes of web.php answer 419 to a request without a CSRF token.

use App\CdrInbox;
use App\Http\Middleware\VerifyCdrWebhook;
use Illuminate\Database\QueryException;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\Route;

Route::post('/cdr-webhook', function (Request $request) {
    $verdict = $request->attributes->get(CdrVerdict::class);
    try {
        CdrInbox::keep($verdict->webhookId, $verdict->signedAt, $request->getContent());
    } catch (QueryException) {
        return response('', 503); // the platform sends the announcement again
    }
    return response('');
})->middleware(VerifyCdrWebhook::class);
