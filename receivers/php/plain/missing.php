<?php

// Requests the list of reports, and adds missing ones to the inbox, with fresh links. The worker fetches them.
// php missing.php [--since 24h] [--configuration cfg_...]: without --configuration, that of the newest delivery in the inbox.

declare(strict_types=1);

require __DIR__ . '/CdrSystem.php';
require __DIR__ . '/CdrWebhook.php';
require __DIR__ . '/Inbox.php';
require __DIR__ . '/MissingReports.php';
require __DIR__ . '/settings.php';

function stop(string $why): never
{
    fwrite(STDERR, "$why\n");
    exit(1);
}

$options = getopt('', ['since:', 'configuration:']);
$system = cdrSystem() ?? stop('Set CDR_SYSTEM to the address of the system: the origin of each callbackURL.');
$inbox = new Inbox(folder());
$of = isset($options['configuration'])
    ? ['configurationId' => $options['configuration']]
    : ['deliveryId' => $inbox->newestId() ?? stop('The inbox is empty: add --configuration cfg_...')];
$say = function (string $line): void {
    echo "$line\n";
};
try {
    $reports = new MissingReports($system, $inbox->knows(...), $inbox->keep(...), $say, 60 * retrySeconds());
    exit($reports->find($options['since'] ?? '24h', $of) === 0 ? 0 : 1);
} catch (RequestFailed $refusal) {
    stop($refusal->getMessage());
}
