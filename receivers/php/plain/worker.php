<?php

// Collects the reports that the inbox announces. Run two or more, so that a slow report does not hold up the others.

declare(strict_types=1);

require __DIR__ . '/CdrSystem.php';
require __DIR__ . '/CdrWebhook.php';
require __DIR__ . '/Inbox.php';
require __DIR__ . '/Report.php';
require __DIR__ . '/settings.php';

const DAY = 86400;
const HOUR = 3600;
const MINUTE = 60;

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
    if (str_starts_with($id, 'notice_')) {
        $inbox->collected($entry);
        say("$id: a notice, nothing to fetch: the inbox has it");
        return true;
    }
    $system = cdrSystem();
    $refusal = null; // why there is no fresh link; the old one may work for some more minutes
    // The log never holds a URL or the text of an unknown exception: the URL in it is a credential.
    try {
        $announcement = Report::read($entry['body']);
        $fetched = Report::canBeFetched($announcement);
        if ($fetched && $system !== null && Report::linkEndsSoon($announcement)) {
            $refusal = renew($inbox, $system, $entry);
            if ($refusal === null) {
                return false;
            }
        }
        if ($fetched) {
            Report::download($announcement, folder("reports/$id"), signatures());
        }
        $inbox->collected($entry);
        say("$id: " . ($fetched ? 'collected' : 'export failed'));
        return true;
    } catch (NotAnAnnouncement $fault) {
        $inbox->setAside($entry, $fault->getMessage());
        say("$id: set aside, {$fault->getMessage()}");
    } catch (LinkRefused $refused) {
        if ($system !== null && $refused->renewalHelps) {
            $refusal ??= renew($inbox, $system, $entry);
            if ($refusal === null) {
                return false;
            }
        }
        // Without a system, only a repeat has another link.
        $wait = $refused->isDead && $refusal === null ? DAY : backoffSeconds($entry);
        tryAgain($inbox, $entry, $wait, "{$refused->getMessage()}, waiting for a repeat", $refusal);
    } catch (DownloadFailed $failure) {
        tryAgain($inbox, $entry, max(backoffSeconds($entry), $failure->waitSeconds), $failure->getMessage(), $refusal);
    } catch (Throwable $fault) {
        tryAgain($inbox, $entry, backoffSeconds($entry), $fault::class, $refusal);
    }
    return false;
}

/** Puts an announcement with a fresh link into the inbox. Returns null, or why that failed. */
function renew(Inbox $inbox, CdrSystem $system, array $entry): ?RequestFailed
{
    $id = $entry['webhook_id'];
    if (time() - $entry['signed_at'] < MINUTE * retrySeconds()) { // a new link that is already dead
        return new RequestFailed('the link is too new to ask for another one');
    }
    try {
        [$signedAt, $body] = $system->renew($id);
    } catch (RequestFailed $refusal) {
        return $refusal;
    }
    $inbox->keep($id, $signedAt, $body);
    say("$id: has a fresh link");
    return null;
}

function tryAgain(Inbox $inbox, array $entry, float $wait, string $why, ?RequestFailed $refusal): void
{
    $id = $entry['webhook_id'];
    if ($refusal === null) {
        $inbox->tryAgain($entry, $wait);
        say("$id: $why");
    } elseif ($refusal->status === 410) {
        $inbox->setAside($entry, 'the report no longer exists');
        say("$id: set aside, the report no longer exists");
    } else {
        $pause = min(HOUR, MINUTE * 2 ** min($entry['tries'], 6)) * retrySeconds();
        $inbox->tryAgain($entry, max($wait, $pause, $refusal->waitSeconds));
        say("$id: $why; no fresh link, {$refusal->getMessage()}");
    }
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

cdrSystem(); // ends here when CDR_SYSTEM is no address
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
