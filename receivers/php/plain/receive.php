<?php

// The receiver: php -S 127.0.0.1:8000 receive.php, or a script of php-fpm. Run worker.php in addition: it fetches the reports.

declare(strict_types=1);

ini_set('display_errors', '0'); // a warning in the answer makes it a 200
http_response_code(503);        // stays when anything below fails: the platform sends the announcement again

require __DIR__ . '/CdrWebhook.php';
require __DIR__ . '/Inbox.php';
require __DIR__ . '/settings.php';

$body = file_get_contents('php://input', length: CdrWebhook::LARGEST_BODY + 1); // the bytes; $_POST does not have them
$verdict = CdrWebhook::verify(getallheaders(), $body, signatures(), time());
if ($verdict->refusal !== null) {
    error_log("refused: $verdict->refusal");
    http_response_code($verdict->refusal === 'body-too-large' ? 413 : 401);
    exit($verdict->refusal);
}
try {
    (new Inbox(folder()))->keep($verdict->webhookId, $verdict->signedAt, $body);
} catch (PDOException | RuntimeException) {
    error_log("$verdict->webhookId: not stored");
    exit;
}
error_log("$verdict->webhookId: stored");
http_response_code(200);
