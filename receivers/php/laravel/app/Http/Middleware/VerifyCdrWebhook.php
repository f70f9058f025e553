<?php

declare(strict_types=1);

namespace App\Http\Middleware;

use CdrVerdict;
use CdrWebhook;
use Closure;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\Log;
use Symfony\Component\HttpFoundation\Response;

/** Refuses requests that the platform did not sign. The route finds the verdict in the attribute CdrVerdict::class. */
final class VerifyCdrWebhook
{
    public function handle(Request $request, Closure $next): Response
    {
        if (config('cdr.signatures') === []) {
            Log::error('Set CDR_SIGNATURES to the Signature of your webhook configuration. Until then, every answer is 503.');
            return response('', 503); // the platform sends the announcement again
        }
        $body = $request->getContent(); // the bytes; $request->all() does not have them
        $verdict = CdrWebhook::verify($request->headers->all(), $body, config('cdr.signatures'), time());
        if ($verdict->refusal !== null) {
            return response($verdict->refusal, $verdict->refusal === 'body-too-large' ? 413 : 401);
        }
        $request->attributes->set(CdrVerdict::class, $verdict);
        return $next($request);
    }
}
