<?php

declare(strict_types=1);

/** Verifies requests of CDR Webhooks. Copy this file: it needs PHP 8.1 and no package. */
final class CdrWebhook
{
    /** The platform never sends more bytes than that. Refuse a larger body before you read all of it. */
    public const LARGEST_BODY = 65536;

    /**
     * Says whether the platform sent this request, within `$tolerance` seconds of `$now`.
     *
     * @param array $headers name => value or name => list of values, names in any case: what getallheaders() and frameworks give
     * @param string $body the bytes that arrived: JSON that was decoded and encoded again has another signature
     * @param list<string> $signatures the Signatures of the configuration, the new one first, not trimmed
     * @param int $largest how many bytes the body may have: answers to `list-reports` have more than webhooks
     */
    public static function verify(
        array $headers,
        string $body,
        array $signatures,
        int $now,
        int $tolerance = 300,
        int $largest = self::LARGEST_BODY,
    ): CdrVerdict {
        if (strlen($body) > $largest) {
            return CdrVerdict::refused('body-too-large');
        }
        $id = self::onlyValue($headers, 'webhook-id');
        $timestamp = self::onlyValue($headers, 'webhook-timestamp');
        $entries = self::onlyValue($headers, 'webhook-signature');
        if ($id === '' || $timestamp === '' || $entries === '') {
            return CdrVerdict::refused('header-missing');
        }
        if (!preg_match('/\A[A-Za-z0-9_-]{1,128}\z/', $id)) {
            return CdrVerdict::refused('id-malformed');
        }
        if (!preg_match('/\A[0-9]{1,12}\z/', $timestamp)) {
            return CdrVerdict::refused('timestamp-malformed');
        }
        if (abs($now - (int) $timestamp) > $tolerance) {
            return CdrVerdict::refused('outside-tolerance');
        }
        $given = preg_grep('~\Av1,[A-Za-z0-9+/]{43}=\z~', explode(' ', $entries));
        if ($given === []) {
            return CdrVerdict::refused('signature-malformed');
        }
        $holds = false;
        foreach ($signatures as $signature) {
            $expected = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$timestamp.$body", $signature, true));
            foreach ($given as $entry) {
                // An empty Signature is no key: anyone can sign with it.
                $holds = (hash_equals($expected, $entry) && $signature !== '') || $holds;
            }
        }
        return $holds ? CdrVerdict::accepted($id, (int) $timestamp) : CdrVerdict::refused('signature-mismatch');
    }

    private static function onlyValue(array $headers, string $wanted): string
    {
        $values = [];
        foreach ($headers as $name => $value) {
            if (strtolower((string) $name) === $wanted) {
                array_push($values, ...(array) $value);
            }
        }
        return count($values) === 1 ? $values[0] : '';
    }
}

final class CdrVerdict
{
    private function __construct(
        /** Why the request is refused; null when it is accepted. */
        public readonly ?string $refusal,
        /** The same in every attempt of a delivery. */
        public readonly string $webhookId,
        /** When the platform signed this attempt, in Unix seconds. */
        public readonly int $signedAt,
    ) {
    }

    public static function accepted(string $webhookId, int $signedAt): self
    {
        return new self(null, $webhookId, $signedAt);
    }

    public static function refused(string $reason): self
    {
        return new self($reason, '', 0);
    }
}
