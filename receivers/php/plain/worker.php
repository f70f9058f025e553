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
    fwrite(STDERR, date('c') . " $text\n");
}

/** Downloads, unless another worker has this report. The system releases the lock when this process ends, however it ends. */
function collectAlone(Inbox $inbox, array $entry, stdClass $announcement): bool
{
    $id = $entry['webhook_id'];
    $lockFile = folder('locks') . "/$id";
    $lock = fopen($lockFile, 'c');
    if (!flock($lock, LOCK_EX | LOCK_NB) || !$inbox->isStillDue($entry)) {
        return false;
    }
    Report::download($announcement, folder("reports/$id"));
    $inbox->collected($entry);
    unlink($lockFile); // not after a failure: then two workers could lock two files
    say("$id: collected");
    return true;
}

/** Returns false when another worker has this report. */
function collect(Inbox $inbox, array $entry): bool
{
    // The log never holds a URL or the text of an unknown exception: the URL in it is a credential.
    try {
        $announcement = Report::read($entry['body']);
        if ($announcement->error === '') {
            return collectAlone($inbox, $entry, $announcement);
        }
        $inbox->collected($entry);
        say("{$entry['webhook_id']}: export failed");
    } catch (NotAnAnnouncement $refusal) {
        $inbox->setAside($entry, $refusal->getMessage());
        say("{$entry['webhook_id']}: set aside, {$refusal->getMessage()}");
    } catch (LinkGone $gone) {
        $inbox->tryAgain($entry, DAY);
        say("{$entry['webhook_id']}: {$gone->getMessage()}, waiting for a repeat");
    } catch (Throwable $failure) {
        $inbox->tryAgain($entry, retrySeconds() * min(2 ** min($entry['tries'], 6), 60));
        $what = $failure instanceof DownloadFailed ? $failure->getMessage() : $failure::class;
        say("{$entry['webhook_id']}: $what");
    }
    return true;
}

/** Takes one entry at a time: an announcement that arrives meanwhile may be due earlier than the next one. */
function collectNext(Inbox $inbox): bool
{
    foreach ($inbox->due(20) as $entry) {
        if (collect($inbox, $entry)) {
            return true;
        }
    }
    return false;
}

$inbox = new Inbox(folder());
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
