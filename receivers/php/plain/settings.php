<?php

// Settings from the environment. In php-fpm, set `clear_env = no` in the pool, or define them there.

declare(strict_types=1);

umask(0077); // only the owner may read what is created: the inbox holds links that still work, and reports are confidential

/** @return list<string> one a line in CDR_SIGNATURES, the new one first */
function signatures(): array
{
    $signatures = array_values(array_filter(explode("\n", getenv('CDR_SIGNATURES') ?: ''), fn ($line) => $line !== ''));
    if ($signatures === []) {
        throw new RuntimeException('Set CDR_SIGNATURES to the Signature of your webhook configuration.'); // logged; the answer is 503
    }
    return $signatures;
}

/** CDR_FOLDER, or a folder in it; created when it does not exist. */
function folder(string $inside = ''): string
{
    $folder = (getenv('CDR_FOLDER') ?: './cdr') . "/$inside";
    // Another process may be faster: then mkdir fails, and is_dir finds the folder.
    if (!is_dir($folder) && !@mkdir($folder, 0700, true) && !is_dir($folder)) {
        throw new RuntimeException('a folder in CDR_FOLDER cannot be created');
    }
    return $folder;
}

/** The system at CDR_SYSTEM, the origin of each callbackURL; null if the receiver sends it no requests. Needs CdrSystem.php. */
function cdrSystem(): ?CdrSystem
{
    $address = getenv('CDR_SYSTEM') ?: '';
    return $address === '' ? null : new CdrSystem($address, signatures());
}

function retrySeconds(): float
{
    return (float) (getenv('CDR_RETRY_SECONDS') ?: 1);
}
