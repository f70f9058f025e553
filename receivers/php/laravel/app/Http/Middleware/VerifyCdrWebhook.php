<?php

declare(strict_types=1);

namespace App\Http\Middleware;

use CdrVerdict;
use CdrWebhook;
use Closure;
use Illuminate\Http\Request;
use Symfony\Component\HttpFoundation\Response;

/** Lets only requests of the platform pass. The route finds the verdict in the attribute CdrVerdict::class. */
final class VerifyCdrWebhook
{
    public function handle(Request $request, Closure $next): Response
    {
        $body = $request->getContent(); // the bytes; $request->all() does not have them
        $verdict = CdrWebhook::verify($request->headers->all(), $body, config('cdr.signatures'), time());
        if ($verdict->refusal !== null) {
            return response($verdict->refusal, $verdict->refusal === 'body-too-large' ? 413 : 401);
        }
        $request->attributes->set(CdrVerdict::class, $verdict);
        return $next($request);
    }
}
