<?php

declare(strict_types=1);

/** A request that got no valid answer. Its text has no secrets, so it may be logged. */
final class RequestFailed extends Exception
{
    /**
     * @param int $status 0 if there was no valid answer
     * @param int $waitSeconds how long to wait before the next request
     */
    public function __construct(string $message, public readonly int $status = 0, public readonly int $waitSeconds = 0)
    {
        parent::__construct($message);
    }

    /** Whether the same request may succeed later. */
    public function mayPass(): bool
    {
        return in_array($this->status, [0, 409, 429, 503], true);
    }
}

/**
 * Requests fresh links and the list of reports from the system. The configuration must allow such requests.
 * Needs CdrWebhook.php.
 */
final class CdrSystem
{
    private const PATH = '/bulk/cdr-mgr/v1/receiver-requests';
    private const LARGEST_PAGE = 4 * 1024 * 1024; // a page of a list may be longer than a webhook
    private const LONGEST_WAIT_SECONDS = 3600;

    private readonly string $url;

    /**
     * @param string $address the origin of each callbackURL
     * @param list<string> $signatures the Signatures of the configuration, the new one first
     */
    public function __construct(string $address, private readonly array $signatures)
    {
        if (!preg_match('~\A(https?://[^/?#@\s]+)~i', $address, $parts)) {
            throw new RuntimeException("CDR_SYSTEM must be an address such as https://cdr.example.com: $address");
        }
        $this->url = $parts[1] . self::PATH;
    }

    /** The X-CDR-Signature of a request. */
    public static function sign(string $signature, string $body): string
    {
        return base64_encode(hash_hmac('sha512', $body, $signature, true));
    }

    /** The X-CDR-Signature of a request for a link: one value for each Signature, since any of them may be in force. */
    public static function signLink(array $signatures, string $link): string
    {
        return implode(', ', array_map(fn ($signature) => self::sign($signature, $link), $signatures));
    }

    /** @return array{int, string} an announcement with a fresh link, for the inbox: when it was signed, and its body */
    public function renew(string $deliveryId): array
    {
        return $this->ask(['request' => 'renew-link', 'deliveryId' => $deliveryId], CdrWebhook::LARGEST_BODY);
    }

    /**
     * A page of the reports that were recorded since `$from`: `items`, `nextCursor` and `completeUntil`.
     *
     * @param array<string, string> $of `deliveryId` of any delivery, or `configurationId`
     */
    public function list(array $of, string $from, ?string $cursor): stdClass
    {
        $asked = ['request' => 'list-reports', ...$of, 'from' => $from, 'cursor' => $cursor];
        return json_decode($this->ask($asked, self::LARGEST_PAGE)[1], flags: JSON_THROW_ON_ERROR);
    }

    private function ask(array $asked, int $largest): array
    {
        foreach ($this->signatures as $signature) {
            $id = 'req_' . bin2hex(random_bytes(16));
            $body = json_encode([...$asked, 'id' => $id, 'at' => gmdate('Y-m-d\TH:i:s\Z')], JSON_THROW_ON_ERROR);
            [$status, $headers, $answer] = $this->post($body, $signature, $largest);
            if ($status !== 401) { // 401: the system does not accept the new Signature before the rotation
                break;
            }
        }
        if ($status !== 200 && $status !== 201) {
            $wait = $headers['retry-after'][0] ?? '';
            $waitSeconds = preg_match('/\A[0-9]{1,9}\z/', $wait) ? min((int) $wait, self::LONGEST_WAIT_SECONDS) : 0;
            throw new RequestFailed("the system answered $status", $status, $waitSeconds);
        }
        $verdict = CdrWebhook::verify($headers, $answer, $this->signatures, time(), largest: $largest);
        if ($verdict->refusal !== null) {
            throw new RequestFailed("the answer of the system has an invalid signature: $verdict->refusal");
        }
        // The webhook-id of a list is that of its request.
        if ($verdict->webhookId !== ($asked['request'] === 'renew-link' ? $asked['deliveryId'] : $id)) {
            throw new RequestFailed('the answer of the system belongs to another request');
        }
        return [$verdict->signedAt, $answer];
    }

    /** @return array{int, array<string, list<string>>, string} status, headers by their names in lower case, body */
    private function post(string $body, string $signature, int $largest): array
    {
        $stream = @fopen($this->url, 'rb', false, stream_context_create(['http' => [
            'method' => 'POST',
            'header' => ['Content-Type: application/json', 'X-CDR-Signature: ' . self::sign($signature, $body)],
            'content' => $body,
            'follow_location' => 0,
            'ignore_errors' => true,
            'protocol_version' => 1.1,
            'timeout' => 30,
        ]]));
        $answer = $stream === false ? false : stream_get_contents($stream, $largest + 1); // one byte above is enough to refuse it
        if ($answer === false || stream_get_meta_data($stream)['timed_out']) {
            throw new RequestFailed('the system does not answer');
        }
        $lines = stream_get_meta_data($stream)['wrapper_data'];
        $status = (int) explode(' ', array_shift($lines))[1];
        $headers = [];
        foreach ($lines as $line) {
            [$name, $value] = explode(':', $line, 2) + ['', ''];
            $headers[strtolower($name)][] = trim($value);
        }
        return [$status, $headers, $answer];
    }
}
