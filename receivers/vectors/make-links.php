<?php

// Writes links.json: the header X-CDR-Signature of a receiver's request to a link. Run it as `php make-links.php`.
//
// PHP's own hash_hmac computes all signatures, as in make.php.

declare(strict_types=1);

const URL = 'https://cdr.example.com/bulk/cdr-mgr/v1/cdr-download-files/7d444840-9dc0-41d1-b245-5ffdce74fad2';

function vector(string $name, string $why, string $url, array $signatures): array
{
    $values = array_map(fn ($key) => base64_encode(hash_hmac('sha512', $url, $key, true)), $signatures);
    return ['name' => $name, 'callbackURL' => $url, 'signatures' => $signatures, 'X-CDR-Signature' => implode(', ', $values),
        'why' => $why];
}

$vectors = [
    vector('one Signature', 'The text of the URL is signed as the body of a webhook is.', URL,
        ['k3yFromTheConfiguration-32-chars']),
    vector('two Signatures', 'During a rotation: one value for each, in their order.', URL,
        ['k3yFromTheConfiguration-32-chars', 'oldKeyFromTheConfiguration-still-valid']),
    vector('Signature outside ASCII', 'Its UTF-8 bytes are the key, blanks too.', URL, ['  Schlüssel-日本-🚀 with-32-characters ']),
    vector('URL as it was announced', 'The text is signed as it is: nothing is decoded, no port is left out.',
        'https://CDR.example.com:443/a%2Fb/bulk/cdr-mgr/v1/cdr-download-files/7d444840-9dc0-41d1-b245-5ffdce74fad2',
        ['k3yFromTheConfiguration-32-chars']),
];
$flags = JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR;
file_put_contents($argv[1] ?? __DIR__ . '/links.json', json_encode($vectors, $flags) . "\n");
