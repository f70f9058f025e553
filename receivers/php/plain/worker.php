<?php

// Collects the reports that the inbox announces. Run two or more, so that a slow report does not hold up the others.

declare(strict_types=1);

require __DIR__ . '/Inbox.php';
require __DIR__ . '/Report.php';
require __DIR__ . '/settings.php';

const DAY = 86400;

set_error_handler(function (int $level, string $message): bool {
    if (error_reporting() & $level) {
        throw new ErrorException($message);
    }
    return true; // @ silences it
});

function say(string $text): void
{
    @fwrite(STDERR, date('c') . " $text\n"); // @: a log on a full disk must not end the worker
}

/** Returns false when another worker has this report, or is done with it. */
function collectAlone(Inbox $inbox, array $entry): bool
{
    $lockFile = folder('locks') . "/{$entry['webhook_id']}";
    $lock = fopen($lockFile, 'c'); // the system releases it when this process ends, however it ends
    if (!flock($lock, LOCK_EX | LOCK_NB) || !$inbox->isStillDue($entry)) {
        return false;
    }
    if (collect($inbox, $entry)) {
        unlink($lockFile); // not after a failure: then two workers could lock two files
    }
    return true;
}

/** Returns whether the row is done. The caller holds its lock until the inbox knows when the next try is due. */
function collect(Inbox $inbox, array $entry): bool
{
    $id = $entry['webhook_id'];
    // The log never holds a URL or the text of an unknown exception: the URL in it is a credential.
    try {
        $announcement = Report::read($entry['body']);
        $fetched = Report::canBeFetched($announcement);
        if ($fetched) {
            Report::download($announcement, folder("reports/$id"));
        }
        $inbox->collected($entry);
        say("$id: " . ($fetched ? 'collected' : 'export failed'));
        return true;
    } catch (NotAnAnnouncement $refusal) {
        $inbox->setAside($entry, $refusal->getMessage());
        say("$id: set aside, {$refusal->getMessage()}");
    } catch (LinkGone $gone) {
        $inbox->tryAgain($entry, DAY);
        say("$id: {$gone->getMessage()}, waiting for a repeat");
    } catch (DownloadFailed $failure) {
        $inbox->tryAgain($entry, max(backoffSeconds($entry), $failure->waitSeconds));
        say("$id: {$failure->getMessage()}");
    } catch (Throwable $fault) {
        $inbox->tryAgain($entry, backoffSeconds($entry));
        say("$id: " . $fault::class);
    }
    return false;
}

function backoffSeconds(array $entry): float
{
    return retrySeconds() * min(2 ** min($entry['tries'], 6), 60);
}

/** Takes one entry at a time: an announcement that arrives meanwhile may be due earlier than the next one. */
function collectNext(Inbox $inbox): bool
{
    foreach ($inbox->due(20) as $entry) {
        if (collectAlone($inbox, $entry)) {
            return true;
        }
    }
    return false;
}

$inbox = new Inbox(folder());
$inbox->forgetTimesFarAhead();
while (true) {
    try {
        if (!collectNext($inbox)) {
            usleep(200_000);
        }
    } catch (Throwable $fault) { // for example a full disk
        say('inbox: ' . $fault::class);
        sleep(1);
    }
}
