<?php

// Writes receiver-requests.json: requests of a receiver, and the answer that each must get. Run it as
// `php make-receiver-requests.php`.
//
// PHP's own hash_hmac computes all signatures, as in make.php. The statuses below are written by hand.

declare(strict_types=1);

const KEY = 'k3yFromTheConfiguration-32-chars';
const OLD_KEY = 'oldKeyFromTheConfiguration-still-valid';
const SHORT_KEY = 'k3yFromTheConfiguration';
const NOW = '2026-03-05T03:12:44Z';
const DELIVERY = 'dlv_5f1c0a9be2d74386a1f0c97be4d2835a';
const CONFIGURATION = 'cfg_0c9d1a52f3b84e61a7c05d2e9f184b36';

function signature(string $body, string $key): string
{
    return base64_encode(hash_hmac('sha512', $body, $key, true));
}

function id(int $number): string
{
    return sprintf('req_%032x', $number);
}

/** Returns the properties of a renewal with these changes; null removes a property. */
function renewal(array $other = []): string
{
    static $number = 0;
    $properties = ['request' => 'renew-link', 'id' => id(++$number), 'at' => NOW, 'deliveryId' => DELIVERY];
    return encoded([...$properties, ...$other]);
}

function listing(array $other = []): string
{
    static $number = 1000;
    $properties = ['request' => 'list-reports', 'id' => id(++$number), 'at' => NOW, 'deliveryId' => DELIVERY,
        'from' => '2026-03-04T00:00:00Z', 'cursor' => null];
    return encoded([...$properties, ...$other]);
}

function numbers(array $other = []): string
{
    static $number = 2000;
    $properties = ['request' => 'list-numbers', 'id' => id(++$number), 'at' => NOW, 'deliveryId' => DELIVERY, 'taskId' => 1,
        'from' => 1];
    return encoded([...$properties, ...$other]);
}

function receipt(array $other = []): string
{
    static $number = 3000;
    $properties = ['request' => 'confirm-file', 'id' => id(++$number), 'at' => NOW, 'deliveryId' => DELIVERY,
        'fileSha256' => hash('sha256', 'the file')];
    return encoded([...$properties, ...$other]);
}

function statement(array $other = []): string
{
    static $number = 4000;
    $properties = ['request' => 'statement', 'id' => id(++$number), 'at' => NOW, 'deliveryId' => DELIVERY, 'day' => '2026-03-04',
        'part' => 1];
    return encoded([...$properties, ...$other]);
}

function encoded(array $properties): string
{
    $kept = array_filter($properties, fn ($value) => $value !== 'left out');
    return json_encode($kept, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR);
}

function vector(string $name, int $status, string $why, string $body, ?string $signature = null): array
{
    return ['name' => $name, 'body' => $body, 'X-CDR-Signature' => $signature ?? signature($body, KEY), 'status' => $status, 'why' => $why];
}

/** `signedWith` names the Signature, for receivers that compare their own signatures with these. */
function accepted(): array
{
    $overlapping = renewal();
    $vectors = [
        vector('renewal', 201, 'The answer is an announcement.', renewal()),
        vector('renewal with the Signature of the overlap', 201, 'Any Signature in force signs.', $overlapping,
            signature($overlapping, OLD_KEY)),
        vector('renewal with white space', 201, 'The bytes are signed, however they are written.', " \n" . renewal() . "\n"),
        vector('renewal, 300 seconds old', 201, 'The window itself is inside.', renewal(['at' => '2026-03-05T03:07:44Z'])),
        vector('renewal, 300 seconds ahead', 201, 'The window itself is inside.', renewal(['at' => '2026-03-05T03:17:44Z'])),
        vector('renewal with a fraction of a second', 201, 'A time may have one.', renewal(['at' => '2026-03-05T03:12:44.123Z'])),
        vector('list by a delivery', 200, 'Any delivery names its configuration.', listing()),
        vector('list by the configuration', 200, 'Where the receiver knows it.',
            listing(['deliveryId' => 'left out', 'configurationId' => CONFIGURATION])),
        vector('list without a cursor', 200, 'The first page.', listing(['cursor' => 'left out'])),
        vector('receipt', 200, 'The receiver has the file.', receipt()),
        vector('numbers by a delivery', 200, 'From the first number on.', numbers()),
        vector('numbers by the configuration', 200, 'From the first one that is missing.',
            numbers(['deliveryId' => 'left out', 'configurationId' => CONFIGURATION, 'from' => 9007199254740993])),
        vector('statement by a delivery', 200, 'The first part of a day.', statement()),
        vector('statement by the configuration', 200, 'Without a part it is the first.',
            statement(['deliveryId' => 'left out', 'configurationId' => CONFIGURATION, 'part' => 'left out'])),
        vector('part that is not there', 404, 'Well asked and well signed.', statement(['part' => 2])),
        vector('statement of a day that is not over', 404, 'Ask again later.', statement(['day' => '2026-03-05'])),
    ];
    return array_map(fn ($vector) => $vector + ['signedWith' => $vector['body'] === $overlapping ? OLD_KEY : KEY], $vectors);
}

function refused(): array
{
    $body = renewal();
    $hex = hash_hmac('sha512', $body, KEY);
    $announcement = '{"contentType":"application/zip","httpMethod":"GET","callbackURL":"https://cdr.example.com/bulk/cdr-mgr/v1/'
        . 'cdr-download-files/7d444840-9dc0-41d1-b245-5ffdce74fad2","validUntil":"2026-03-06T03:12:44Z","fileName":"tx00001.zip",'
        . '"fileSizeInBytes":3949,"numberOfLines":100,"taskName":"Task Name Example","taskId":1,"error":"","deliveryId":"'
        . DELIVERY . '"}';
    $refused = fn (string $name, string $why, string $body, ?string $signature = null) => vector($name, 401, $why, $body, $signature);
    return [
        $refused('no signature', 'An empty value is none.', $body, ''),
        $refused('signature in hex', 'It is base64, as in a webhook.', $body, $hex),
        $refused('signature of another body', 'One byte more is another body.', $body, signature("$body\n", KEY)),
        $refused('signature of another key', 'A forged request.', $body, signature($body, 'a key that the configuration has not')),
        $refused('signature of a short key', 'The Signature before it: too short for requests.', $body, signature($body, SHORT_KEY)),
        $refused('two signatures', 'There is one value.', $body, signature($body, KEY) . ',' . signature($body, OLD_KEY)),
        $refused('301 seconds old', 'A recorded request is played again.', renewal(['at' => '2026-03-05T03:07:43Z'])),
        $refused('301 seconds ahead', 'It would stay valid for longer.', renewal(['at' => '2026-03-05T03:17:45Z'])),
        $refused('unknown delivery', 'Nothing is revealed.', renewal(['deliveryId' => 'dlv_ffffffffffffffffffffffffffffffff'])),
        $refused('malformed delivery', 'It names no configuration.', renewal(['deliveryId' => strtoupper(DELIVERY)])),
        $refused('no delivery', 'It names no configuration.', renewal(['deliveryId' => 'left out'])),
        $refused('no request', 'A body that asks for nothing.', renewal(['request' => 'left out'])),
        $refused('announcement', 'A webhook, signed with the same key, is no request.', $announcement),
        $refused('1,025 bytes', 'One byte above the limit, well signed.', str_pad(renewal(), 1025)),
        $refused('property twice', 'Each name once.', str_replace('{', '{"request":"renew-link",', renewal())),
        $refused('text after the end', 'One object and nothing else.', renewal() . '{}'),
        $refused('empty body', 'No object.', ''),
    ];
}

function malformed(): array
{
    $malformed = fn (string $name, string $why, string $body) => vector($name, 422, $why, $body);
    return [
        $malformed('unknown property', 'Unknown properties are refused.', renewal(['priority' => 'high'])),
        $malformed('property of a list', 'A renewal has four properties.', renewal(['cursor' => null])),
        $malformed('other request', 'There are five.', renewal(['request' => 'renew-links'])),
        $malformed('id of a delivery', 'Ids of one kind never pass for the other.', renewal(['id' => DELIVERY])),
        $malformed('no id', 'Each request has one.', renewal(['id' => 'left out'])),
        $malformed('no time', 'Without it a request could be played again for ever.', renewal(['at' => 'left out'])),
        $malformed('time as a number', 'A time is text.', renewal(['at' => 1772680364])),
        $malformed('time with an offset', 'A time is in UTC.', renewal(['at' => '2026-03-05T04:12:44+01:00'])),
        $malformed('list without its beginning', 'A list begins somewhere.', listing(['from' => 'left out'])),
        $malformed('list of two subjects', 'One of them.', listing(['configurationId' => CONFIGURATION])),
        $malformed('cursor of no list', 'Only a nextCursor is one.', listing(['cursor' => 'next'])),
        $malformed('receipt without a digest', 'It says what was received.', receipt(['fileSha256' => 'left out'])),
        $malformed('digest in capitals', 'As sha256sum prints it.', receipt(['fileSha256' => strtoupper(hash('sha256', 'the file'))])),
        $malformed('receipt for a configuration', 'A receipt is for one file.',
            receipt(['configurationId' => CONFIGURATION])),
        $malformed('numbers from 0', 'The first number is 1.', numbers(['from' => 0])),
        $malformed('number as text', 'Numbers are no texts.', numbers(['from' => '1'])),
        $malformed('numbers of no task', 'Each task has its own.', numbers(['taskId' => 'left out'])),
        $malformed('statement without a day', 'Each is of one day.', statement(['day' => 'left out'])),
        $malformed('day with a time', 'A day is a date.', statement(['day' => '2026-03-04T00:00:00Z'])),
        $malformed('day that does not exist', 'Of the calendar.', statement(['day' => '2026-02-30'])),
        $malformed('part 0', 'Parts count from 1.', statement(['part' => 0])),
        $malformed('part as text', 'Numbers are no texts.', statement(['part' => '1'])),
        $malformed('statement of two subjects', 'One of them.', statement(['configurationId' => CONFIGURATION])),
        $malformed('numbers with a cursor', 'The next list begins at `next`.', numbers(['cursor' => null])),
        $malformed('cursor as a number', 'A cursor is text: another value begins no list anew.', listing(['cursor' => 5])),
        $malformed('list by a configuration and a malformed delivery', 'Each subject that is named counts.',
            listing(['deliveryId' => 'dlv_1', 'configurationId' => CONFIGURATION])),
        $malformed('numbers by a configuration and a number as delivery', 'An id is text.',
            numbers(['deliveryId' => 7, 'configurationId' => CONFIGURATION])),
        $malformed('statement by a delivery and a malformed configuration', 'Each subject that is named counts.',
            statement(['configurationId' => 'cfg_1'])),
    ];
}

$document = [
    'format' => 1,
    'source' => 'PHP hash_hmac, see make-receiver-requests.php',
    'now' => NOW,
    'signatures' => [KEY, OLD_KEY, SHORT_KEY],
    'deliveryId' => DELIVERY,
    'configurationId' => CONFIGURATION,
    'vectors' => [...accepted(), ...refused(), ...malformed()],
];
$flags = JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR;
file_put_contents($argv[1] ?? __DIR__ . '/receiver-requests.json', json_encode($document, $flags) . "\n");
