<?php

// Writes signatures.json, or the file of its argument: requests, and the verdict that each must get. Run it as `php make.php`.
//
// PHP's own hash_hmac computes all signatures, because existing receivers are written in PHP. The verdicts below are written
// by hand, so that no implementation of `verify` decides them.

declare(strict_types=1);

const NOW = 1772680364;
const KEY = 'k3yFromTheConfiguration';
const OLD_KEY = 'oldKeyFromTheConfiguration';
const ID = 'dlv_5f1c0a9be2d74386a1f0c97be4d2835a';
const BODY = '{"contentType":"application/zip","httpMethod":"GET","callbackURL":"https://cdr.example.com/bulk/cdr-mgr/v1/'
    . 'cdr-download-files/7d444840-9dc0-41d1-b245-5ffdce74fad2","validUntil":"2026-03-06T03:12:44Z","fileName":"tx00001.zip",'
    . '"fileSizeInBytes":3949,"numberOfLines":100,"taskName":"Task Name Example","taskId":1,"error":""}';
const LARGEST_BODY = 65536;
const RENEWING_KEY = 'k3yFromTheConfiguration-32-chars'; // receivers' requests need at least 32 characters
const LISTING_ID = 'req_0b7e2d93588d3f0a5c1e9b47d2a6c4f1';
const LISTED = '{"items":[],"nextCursor":null,"completeUntil":"2026-03-05T03:09:44.000Z"}';

function standardSignature(string $key, string $id, string $timestamp, string $body, string $algorithm = 'sha256'): string
{
    return base64_encode(hash_hmac($algorithm, "$id.$timestamp.$body", $key, true));
}

function cdrSignature(string $key, string $body): string
{
    return base64_encode(hash_hmac('sha512', $body, $key, true));
}

/** Returns the headers of a request as the platform sends it. During a rotation, `$keys` are the new key and the old one. */
function signed(array $keys = [KEY], string $id = ID, string $timestamp = NOW . '', string $body = BODY): array
{
    $entries = array_map(fn ($key) => 'v1,' . standardSignature($key, $id, $timestamp, $body), $keys);
    return [
        ['webhook-id', $id],
        ['webhook-timestamp', $timestamp],
        ['webhook-signature', implode(' ', $entries)],
        ['X-CDR-Signature', cdrSignature($keys[0], $body)],
    ];
}

/** Returns the headers with other values for one of them: no value removes it, and two values send it twice. */
function replaced(array $headers, string $name, string ...$values): array
{
    $others = array_filter($headers, fn ($header) => $header[0] !== $name);
    return array_merge(array_values($others), array_map(fn ($value) => [$name, $value], $values));
}

function withSignature(string ...$values): array
{
    return replaced(signed(), 'webhook-signature', ...$values);
}

function withCdrSignature(string ...$values): array
{
    return replaced(signed(), 'X-CDR-Signature', ...$values);
}

function vector(
    string $name,
    string $verdict,
    string $why,
    ?array $headers = null,
    string $body = BODY,
    array $signatures = [KEY],
    int $now = NOW,
    int $tolerance = 300,
    string $cdr = 'accepted',
): array {
    $isText = preg_match('//u', $body) === 1;
    return [
        'name' => $name,
        'signatures' => $signatures,
        'now' => $now,
        'toleranceSeconds' => $tolerance,
        'headers' => $headers ?? signed(body: $body),
        $isText ? 'body' : 'bodyBase64' => $isText ? $body : base64_encode($body),
        'verdict' => ['webhook-signature' => $verdict, 'X-CDR-Signature' => $cdr],
        'why' => $why,
    ];
}

/** Requests that the platform signs too: its own tests compare them, because both sides must agree on every byte. */
function platformVectors(): array
{
    $id = 'dlv_2NfGx7Qw1kq0';
    $time = 1673263209;
    return array_map(
        fn ($case) => vector("platform: $case[0]", 'accepted', 'The platform signs these very bytes.',
            signed([$case[1]], $id, "$time", $case[2]), $case[2], [$case[1]], $time),
        [
            ['seed example, compact', 'k3yFromTheConfiguration', platformBody('2023-01-10T11:20:09Z', 'Task Name Example', '')],
            ['seed example with an error', 'k3yFromTheConfiguration', platformBody('2023-01-10T10:02:27Z', 'Example task', 'Error message')],
            ['non-ASCII task name', 'sécret-Schlüssel', platformBody('2023-01-10T11:20:09Z', 'Rufdaten Zürich – März', '')],
            ['key longer than the SHA-512 block', str_repeat('0123456789abcdef', 16), platformBody('2023-01-10T11:20:09Z', 'Task Name Example', '')],
            ['one-character key', 'x', platformBody('2023-01-10T11:20:09Z', 'Task Name Example', '')],
            ['empty body', 'k', ''],
            ['body with escapes', 'key with spaces and "quotes"', platformBody('2023-01-10T11:20:09Z', 'quote \\" backslash \\\\ tab \\t newline \\n slash / <script>', 'zip entry \\"a\\\\b\\" is damaged')],
            ['emoji outside the BMP', '🔑', platformBody('2023-01-10T11:20:09Z', '📞 calls', '')],
        ],
    );
}

/** The last two parameters are JSON texts without their quotes. */
function platformBody(string $validUntil, string $taskName, string $error): string
{
    return '{"contentType":"application/zip","httpMethod":"GET","callbackURL":"https://example.com/bulk/cdr-mgr/v1/'
        . 'cdr-download-files/012e93de-1fae-4c6d-8067-c27c4cb9fdtg","validUntil":"' . $validUntil
        . '","fileName":"tx00001.zip","fileSizeInBytes":100000,"numberOfLines":100,"taskName":"' . $taskName
        . '","taskId":1,"error":"' . $error . '"}';
}

/** Payload 2 as the platform signs it: the ten properties, and twelve more. */
function payloadTwoVectors(): array
{
    $cases = [
        'a report' => payloadTwo('Task Name Example', '', ['attempt' => 1]),
        'a test delivery of a later round' => payloadTwo('Webhook test', '', ['attempt' => 2, 'round' => 3, 'test' => true, 'reportVersion' => '']),
        'a failed export' => payloadTwo('Rufdaten Zürich', 'The switch did not answer', ['errorCode' => 'export-failed', 'fileSha256' => '']),
        'a report that is too large to count' => payloadTwo('📞 calls', 'Report is too large to count', ['errorCode' => 'too-large-to-count']),
        'a damaged report' => payloadTwo('Task', 'Report is not a readable zip archive', ['errorCode' => 'not-readable', 'fileSha256' => '']),
        'a report that was deleted' => payloadTwo('Task', 'Report no longer exists', ['errorCode' => 'gone', 'fileSha256' => '']),
    ];
    return array_map(
        fn ($name, $body) => vector("payload 2: $name", 'accepted', 'The platform signs these very bytes.', body: $body),
        array_keys($cases), $cases);
}

/** Returns payload 2; `$changes` replace properties. */
function payloadTwo(string $taskName, string $error, array $changes): string
{
    $more = [
        'payloadVersion' => 2,
        'deliveryId' => ID,
        'configurationId' => 'cfg_0c9d1a52f3b84e61a7c05d2e9f184b36',
        'signedAt' => gmdate('Y-m-d\TH:i:s\Z', NOW),
        'attempt' => 1,
        'round' => 1,
        'test' => false,
        'errorCode' => '',
        'sequence' => 0,
        'uploadedAt' => gmdate('Y-m-d\TH:i:s', NOW - 2) . '.310Z',
        'reportVersion' => 'L4kqtJlcpXroDTDmpUMLUo',
        'fileSha256' => hash('sha256', 'the bytes of the report'),
    ];
    $body = array_merge(json_decode(BODY, true), ['taskName' => $taskName, 'error' => $error], $more, $changes);
    return json_encode($body, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE);
}

/** Notices as the platform signs them. Their webhook-id and the property `id` are the same text. */
function noticeVectors(): array
{
    $configuration = 'cfg_0c9d1a52f3b84e61a7c05d2e9f184b36';
    $at = gmdate('Y-m-d\TH:i:s', NOW - 60) . '.310Z';
    $cases = [
        'statement-ready' => ["statement $configuration 2026-03-04",
            ['day' => '2026-03-04', 'parts' => 1, 'sha256' => hash('sha256', 'the bytes of the last part')]],
        'report-overdue' => ["overdue $configuration 2026-03-05T02:00:00Z",
            ['taskId' => 42, 'taskName' => 'Rufdaten Zürich', 'expectedAt' => '2026-03-05T02:00:00.000Z',
                'lastReportAt' => '2026-03-05T01:00:00.000Z']],
        'report-overdue, without an earlier report' => ["overdue $configuration 2026-03-05T02:30:00Z",
            ['taskId' => 7, 'taskName' => '📞 "calls"', 'expectedAt' => '2026-03-05T02:30:00.250Z', 'lastReportAt' => '']],
    ];
    return array_map(function ($name, $case) use ($configuration, $at) {
        $id = 'notice_' . substr(hash('sha256', $case[0]), 0, 32);
        $first = ['notice' => explode(',', $name)[0], 'id' => $id, 'at' => $at, 'configurationId' => $configuration];
        $body = json_encode($first + $case[1], JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE);
        return vector("notice: $name", 'accepted', 'It is signed as a webhook is, and announces no report.', signed(id: $id, body: $body), $body);
    }, array_keys($cases), $cases);
}

function acceptedVectors(): array
{
    $good = 'v1,' . standardSignature(KEY, ID, NOW . '', BODY);
    $other = 'v1,' . standardSignature(OLD_KEY, ID, NOW . '', BODY);
    $names = ['Webhook-Id', 'WEBHOOK-TIMESTAMP', 'Webhook-Signature', 'x-cdr-signature'];
    $anyCase = array_map(fn ($name, $header) => [$name, $header[1]], $names, signed());
    $longestId = str_repeat('aZ09_-xx', 16);
    $rotation = signed([KEY, OLD_KEY]);
    return [
        vector('header names in another case', 'accepted', 'Names of headers have no case.', $anyCase),
        vector('answer to renew-link', 'accepted', 'It is signed as a webhook is, and goes into the inbox.', signed([RENEWING_KEY]),
            signatures: [RENEWING_KEY]),
        vector('answer to renew-link in the overlap of a rotation', 'accepted', 'It has both signatures, as a webhook has.',
            signed([RENEWING_KEY, OLD_KEY]), signatures: [OLD_KEY], cdr: 'signature-mismatch'),
        vector('answer to list-reports', 'accepted', 'Its webhook-id is that of the request.',
            signed([RENEWING_KEY], LISTING_ID, body: LISTED), LISTED, [RENEWING_KEY]),
        vector('300 seconds old', 'accepted', 'The tolerance itself is inside.', now: NOW + 300),
        vector('300 seconds ahead', 'accepted', 'The tolerance itself is inside.', now: NOW - 300),
        vector('timestamp with zeros in front', 'accepted', 'The text of the header is signed, not the number.',
            signed(timestamp: '00' . NOW)),
        vector('id of 128 characters', 'accepted', 'The longest id.', signed(id: $longestId)),
        vector('body of 65,536 bytes', 'accepted', 'The largest body.', body: str_repeat('x', LARGEST_BODY)),
        vector('body that is not UTF-8', 'accepted', 'Bytes are signed. The worker sets this body aside.', body: "{\xff\xfe\x00}"),
        vector('body that ends with a line feed', 'accepted', 'The line feed is signed, so it stays.', body: BODY . "\n"),
        vector('body with a byte order mark', 'accepted', 'The mark is signed, so it stays.', body: "\u{feff}" . BODY),
        vector('key that ends with a line feed', 'accepted', 'A Signature is used as it is. Trimming changes the key.',
            signed([KEY . "\n"]), signatures: [KEY . "\n"]),
        vector('second of two signatures is ours', 'accepted', 'A receiver with the new key first knows the old one too.',
            signed([OLD_KEY]), signatures: [KEY, OLD_KEY]),
        vector('rotation: the receiver has the new key', 'accepted', 'The first entry holds.', $rotation),
        vector('rotation: the receiver has the old key', 'accepted',
            'The second entry holds. X-CDR-Signature has one value, and the new key makes it.', $rotation,
            signatures: [OLD_KEY], cdr: 'signature-mismatch'),
        vector('rotation: the receiver has both keys', 'accepted', 'Both entries hold.', $rotation, signatures: [KEY, OLD_KEY]),
        vector('other version before a good v1', 'accepted', 'Entries of other versions are passed over.',
            withSignature('v2,' . base64_encode('later') . ' ' . $good)),
        vector('malformed v1 before a good one', 'accepted', 'One well-formed entry that holds is enough.',
            withSignature("v1,??? $good")),
        vector('two blanks between entries', 'accepted', 'Nothing between two blanks is no entry.', withSignature("$other  $good")),
        vector('X-CDR-Signature is absent', 'accepted', 'webhook-signature alone decides.', withCdrSignature(), cdr: 'header-missing'),
        vector('X-CDR-Signature is empty', 'accepted', 'webhook-signature alone decides.', withCdrSignature(''), cdr: 'header-missing'),
        vector('X-CDR-Signature twice', 'accepted', 'webhook-signature alone decides.',
            withCdrSignature(cdrSignature(KEY, BODY), cdrSignature(KEY, BODY)), cdr: 'header-missing'),
        vector('X-CDR-Signature in hex', 'accepted', 'webhook-signature alone decides.',
            withCdrSignature(hash_hmac('sha512', BODY, KEY)), cdr: 'signature-malformed'),
        vector('X-CDR-Signature of another key', 'accepted', 'webhook-signature alone decides.',
            withCdrSignature(cdrSignature(OLD_KEY, BODY)), cdr: 'signature-mismatch'),
    ];
}

function refusedForHeaders(): array
{
    $vectors = [];
    foreach (['webhook-id', 'webhook-timestamp', 'webhook-signature'] as $index => $name) {
        $value = signed()[$index][1];
        $vectors[] = vector("$name is absent", 'header-missing', 'Nothing can be verified.', replaced(signed(), $name));
        $vectors[] = vector("$name is empty", 'header-missing', 'An empty value is none.', replaced(signed(), $name, ''));
        $vectors[] = vector("$name twice", 'header-missing', 'Which one was signed is a guess, even when both are equal.',
            replaced(signed(), $name, $value, $value));
    }
    $twoCases = [...signed(), ['Webhook-Id', ID]];
    $vectors[] = vector('webhook-id twice, in two cases', 'header-missing', 'Names of headers have no case.', $twoCases);
    $ids = [
        'id of 129 characters' => str_repeat('a', 129),
        'id with a dot' => 'dlv_1.2',
        'id that is a path' => '../dlv_1',
        'id with a letter outside ASCII' => 'dlv_é',
        'id that ends with a line feed' => ID . "\n",
    ];
    foreach ($ids as $name => $id) {
        $vectors[] = vector($name, 'id-malformed', 'An id has 1 to 128 of A-Z, a-z, 0-9, _ and -.', signed(id: $id));
    }
    $timestamps = [
        'timestamp in milliseconds' => NOW . '000',
        'timestamp with a fraction' => NOW . '.0',
        'timestamp with a sign' => '+' . NOW,
        'timestamp with a blank' => ' ' . NOW,
        'timestamp that ends with a line feed' => NOW . "\n",
        'timestamp in hex' => '0x' . dechex(NOW),
        'timestamp in Arabic digits' => '١٧٧٢٦٨٠٣٦٤',
        'timestamp as a date' => '2026-03-05T03:12:44Z',
    ];
    foreach ($timestamps as $name => $timestamp) {
        $vectors[] = vector($name, 'timestamp-malformed', 'A timestamp has 1 to 12 ASCII digits.', signed(timestamp: $timestamp));
    }
    return [
        ...$vectors,
        vector('301 seconds old', 'outside-tolerance', 'A recorded request is played again.', now: NOW + 301),
        vector('301 seconds ahead', 'outside-tolerance', 'It would stay valid for longer than the tolerance.', now: NOW - 301),
        vector('61 seconds old, tolerance 60', 'outside-tolerance', 'The tolerance is an argument.', now: NOW + 61, tolerance: 60),
        vector('timestamp of 12 digits', 'outside-tolerance', 'Needs more than 32 bits.', signed(timestamp: '999999999999')),
        vector('timestamp 0', 'outside-tolerance', 'A number as any other.', signed(timestamp: '0')),
    ];
}

function refusedForSignature(): array
{
    $bytes = base64_decode(standardSignature(KEY, ID, NOW . '', BODY));
    $base64 = base64_encode($bytes);
    $urlId = 'dlv_base64url';
    $urlSigned = signed(id: $urlId);
    $url = strtr($urlSigned[2][1], '+/', '-_');
    if ($url === $urlSigned[2][1]) {
        throw new RuntimeException("The signature for $urlId must have a + or a /, to differ in base64url");
    }
    $malformed = [
        'hex instead of base64' => 'v1,' . bin2hex($bytes),
        'no version' => $base64,
        'version with an equals sign' => "v1=$base64",
        'version in capitals' => "V1,$base64",
        'other version only' => "v1a,$base64",
        'v1 without a value' => 'v1,',
        'base64 without padding' => 'v1,' . rtrim($base64, '='),
        'base64 with a line feed at its end' => "v1,$base64\n",
        '31 bytes' => 'v1,' . base64_encode(substr($bytes, 0, 31)),
        'SHA-512 under v1' => 'v1,' . standardSignature(KEY, ID, NOW . '', BODY, 'sha512'),
    ];
    $vectors = [];
    foreach ($malformed as $name => $value) {
        $vectors[] = vector($name, 'signature-malformed', 'No entry is `v1,` and the padded base64 of 32 bytes.', withSignature($value));
    }
    $vectors[] = vector('base64url', 'signature-malformed', 'Standard base64 has + and /.',
        replaced($urlSigned, 'webhook-signature', $url));

    $mismatch = fn (string $name, string $why, mixed ...$more) => vector($name, 'signature-mismatch', $why, ...$more);
    $reserialised = str_replace(['":', ',"'], ['": ', ', "'], BODY);
    return [
        ...$vectors,
        $mismatch('other key', 'A forged request.', signed(['a key that the receiver does not know']), cdr: 'signature-mismatch'),
        $mismatch('one bit of the body', 'The task is another.', signed(), body: str_replace('"taskId":1', '"taskId":3', BODY),
            cdr: 'signature-mismatch'),
        $mismatch('line feed after the body', 'One byte more is another body.', signed(), body: BODY . "\n", cdr: 'signature-mismatch'),
        $mismatch('body serialised again', 'Equal JSON is not equal bytes.', signed(), body: $reserialised, cdr: 'signature-mismatch'),
        $mismatch('other id', 'X-CDR-Signature does not cover the id.', replaced(signed(), 'webhook-id', 'dlv_other')),
        $mismatch('other time', 'X-CDR-Signature does not cover the time.', replaced(signed(), 'webhook-timestamp', (string) (NOW + 1))),
        $mismatch('trimmed key', 'A Signature is used as it is.', signed([KEY . "\n"]), cdr: 'signature-mismatch'),
        $mismatch('key as its base64', 'The bytes of the Signature are the key.', signatures: [base64_encode(KEY)],
            cdr: 'signature-mismatch'),
        $mismatch('key with whsec_', 'That is the form for libraries. The bytes of the Signature are the key.',
            signatures: ['whsec_' . base64_encode(KEY)], cdr: 'signature-mismatch'),
        $mismatch('SHA-512 without id and time', 'The value of X-CDR-Signature, cut to 32 bytes.',
            withSignature('v1,' . base64_encode(substr(hash_hmac('sha512', BODY, KEY, true), 0, 32)))),
        $mismatch('no signatures', 'A receiver without a key accepts nothing.', signatures: [], cdr: 'signature-mismatch'),
        $mismatch('empty signature', 'Anybody can sign with an empty key, so it is none.', signed(['']), signatures: [''],
            cdr: 'signature-mismatch'),
    ];
}

/** Requests with at least two faults. The verdict is the first reason in the order of the specification. */
function orderOfReasons(): array
{
    $tooLarge = str_repeat('x', LARGEST_BODY + 1);
    return [
        vector('body of 65,537 bytes', 'body-too-large', 'One byte above the limit, well signed.', body: $tooLarge),
        vector('order: size before headers', 'body-too-large', 'A server refuses it before it reads on.', [], $tooLarge,
            cdr: 'header-missing'),
        vector('order: all headers before the form of the id', 'header-missing', 'The signature is absent.',
            replaced(signed(id: 'dlv 1'), 'webhook-signature')),
        vector('order: id before timestamp', 'id-malformed', 'Both are malformed.', signed(id: 'dlv 1', timestamp: 'today')),
        vector('order: form of the timestamp before the signature', 'timestamp-malformed', 'Both are malformed.',
            replaced(withSignature('v1,'), 'webhook-timestamp', 'today')),
        vector('order: tolerance before the form of the signature', 'outside-tolerance', 'The signature is malformed too.',
            withSignature('v1,'), now: NOW + 301),
        vector('order: tolerance before the key', 'outside-tolerance', 'The key is another one too.', signed([OLD_KEY]),
            now: NOW + 301, cdr: 'signature-mismatch'),
        vector('order: malformed with a wrong signature', 'signature-mismatch', 'One entry is well-formed.',
            withSignature('v1,??? v1,' . standardSignature(OLD_KEY, ID, NOW . '', BODY))),
    ];
}

$vectors = [...platformVectors(), ...payloadTwoVectors(), ...noticeVectors(), ...acceptedVectors(), ...refusedForHeaders(), ...refusedForSignature(), ...orderOfReasons()];
$document = ['format' => 1, 'source' => 'PHP hash_hmac, see make.php', 'vectors' => $vectors];
$flags = JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_LINE_TERMINATORS | JSON_THROW_ON_ERROR;
file_put_contents($argv[1] ?? __DIR__ . '/signatures.json', json_encode($document, $flags) . "\n");
