<?php

declare(strict_types=1);

/** Trying again cannot help: the body stays as it is. */
final class NotAnAnnouncement extends Exception
{
}

/** The link answered 403, 404 or 410. A repeat of the announcement brings a fresh one, and so does a renewal, except after 404. */
final class LinkRefused extends Exception
{
    public readonly bool $renewalHelps;
    public readonly bool $isDead;

    public function __construct(int $status)
    {
        parent::__construct("link answered $status");
        $this->renewalHelps = $status !== 404;
        $this->isDead = $status !== 403; // 403: for example, it was issued for an older Signature, which may be here after a restart
    }
}

/** Trying again may help, but not before `$waitSeconds` have passed. */
final class DownloadFailed extends Exception
{
    public function __construct(string $message, public readonly int $waitSeconds = 0)
    {
        parent::__construct($message);
    }
}

/** Parses an announcement, and downloads its report. Needs CdrSystem.php. Make exceptions of PHP's warnings, as worker.php does. */
final class Report
{
    private const TEXTS = ['contentType', 'httpMethod', 'callbackURL', 'validUntil', 'fileName', 'taskName', 'error'];
    private const INTEGERS = ['fileSizeInBytes', 'numberOfLines', 'taskId'];
    private const DEVICE_OF_WINDOWS = '/\A(CON|PRN|AUX|NUL|COM[1-9]|LPT[1-9])(\..*)?\z/is';
    private const LONGEST_NAME = 120;
    private const LONGEST_WAIT_SECONDS = 3600;
    private const SOON_SECONDS = 600;

    public static function read(string $body): stdClass
    {
        $announcement = json_decode($body);
        if (!$announcement instanceof stdClass) {
            throw new NotAnAnnouncement('not a JSON object in UTF-8');
        }
        foreach (self::TEXTS as $name) {
            if (!is_string($announcement->$name ?? null)) {
                throw new NotAnAnnouncement("$name must be a text");
            }
        }
        foreach (self::INTEGERS as $name) {
            $value = $announcement->$name ?? null;
            if (!is_int($value) || $value < 0 || $value >= 2 ** 53) {
                throw new NotAnAnnouncement("$name must be an integer from 0 to 2^53 - 1");
            }
        }
        return $announcement;
    }

    /** A report that is too large to count is fine: only its numberOfLines is missing. */
    public static function canBeFetched(stdClass $announcement): bool
    {
        return in_array($announcement->error, ['', 'Report is too large to count'], true);
    }

    /** A time that cannot be parsed is never soon: the link itself answers 410 when it has expired. */
    public static function linkEndsSoon(stdClass $announcement): bool
    {
        $end = strtotime($announcement->validUntil);
        return $end !== false && $end - time() < self::SOON_SECONDS;
    }

    /** The name to save a report under. The announced name is data: it may hold paths, line feeds and device names. */
    public static function safeName(string $announced): string
    {
        $parts = preg_split('~[/\\\\]~', $announced);
        $name = preg_replace('/[^\p{L}0-9.\-_ ]/u', '_', end($parts));
        $name = rtrim(ltrim($name, '.'), '. ');
        if ($name === '') {
            $name = 'report.zip';
        }
        if (preg_match(self::DEVICE_OF_WINDOWS, $name)) {
            $name = "_$name";
        }
        $dot = strrpos($name, '.');
        $extension = $dot === false || strlen($name) - $dot > 16 ? '' : substr($name, $dot);
        $stem = substr($name, 0, strlen($name) - strlen($extension));
        $shortened = substr($stem, 0, self::LONGEST_NAME - strlen($extension));
        while (!preg_match('//u', $shortened)) { // the cut is inside a character
            $shortened = substr($shortened, 0, -1);
        }
        return $shortened . $extension;
    }

    /**
     * Saves the report in `$folder`. A call after a failure or a crash continues with the bytes that are there. The request for the
     * link is signed, for configurations whose links need that.
     *
     * @param list<string> $signatures
     */
    public static function download(stdClass $announcement, string $folder, array $signatures): void
    {
        $size = $announcement->fileSizeInBytes;
        $file = $folder . '/' . self::safeName($announcement->fileName);
        $part = "$file.part";
        $etag = "$file.etag";
        clearstatcache();
        if (is_file($file) && filesize($file) === $size) {
            return;
        }
        if (!is_file($part) || filesize($part) !== $size || self::remembered($etag) === '') {
            self::fetch(self::redirectOf($announcement->callbackURL, $signatures), $size, $part, $etag);
        }
        $sha256 = $announcement->fileSha256 ?? ''; // only payload 2 has it
        if ($sha256 !== '' && hash_file('sha256', $part) !== $sha256) {
            unlink($part);
            throw new DownloadFailed('file has another SHA-256 than announced');
        }
        rename($part, $file);
        self::remember('', $etag);
    }

    /** Only the request to the link is signed, not the one to its target: the signature opens the link. */
    private static function redirectOf(string $link, array $signatures): string
    {
        [$status, $headers] = self::get($link, ['X-CDR-Signature: ' . CdrSystem::signLink($signatures, $link)]);
        if (in_array($status, [403, 404, 410], true)) {
            throw new LinkRefused($status);
        }
        if ($status !== 302) {
            throw self::failure('link', $status, $headers);
        }
        $location = $headers['location'] ?? '';
        if (self::isHttps($link) && !self::isHttps($location)) {
            throw new DownloadFailed('link did not lead to an https address');
        }
        return $location;
    }

    private static function isHttps(string $url): bool
    {
        return preg_match('~\Ahttps://~i', $url) === 1;
    }

    /** Reads Retry-After in seconds. A date in it is ignored. */
    private static function failure(string $who, int $status, array $headers): DownloadFailed
    {
        $asked = $headers['retry-after'] ?? '';
        $waitSeconds = preg_match('/\A[0-9]{1,9}\z/', $asked) ? min((int) $asked, self::LONGEST_WAIT_SECONDS) : 0;
        return new DownloadFailed("$who answered $status", $waitSeconds);
    }

    private static function fetch(string $url, int $size, string $part, string $etag): void
    {
        // Without an ETag we cannot know whether the rest belongs to the same file.
        $known = self::remembered($etag);
        $have = is_file($part) && $known !== '' ? filesize($part) : 0;
        $resume = $have > 0 && $have < $size ? ["Range: bytes=$have-", "If-Match: $known"] : [];
        [$status, $headers, $stream] = self::get($url, $resume);
        $continues = str_starts_with($headers['content-range'] ?? '', "bytes $have-");
        if ($status === 206 && $resume !== [] && $continues) {
            $file = fopen($part, 'ab');
        } elseif ($status === 200) {
            $file = fopen($part, 'wb');
            $have = 0;
            self::remember($headers['etag'] ?? '', $etag);
        } else {
            if (in_array($status, [206, 412, 416], true) && is_file($part)) { // the store has another file than the one of our part
                unlink($part);
            }
            throw self::failure('store', $status, $headers);
        }
        while (!feof($stream) && $have <= $size) {
            $chunk = fread($stream, 65536);
            $have += strlen($chunk);
            if ($have <= $size) {
                fwrite($file, $chunk);
            }
            if (stream_get_meta_data($stream)['timed_out']) {
                throw new DownloadFailed('store sent nothing for 30 seconds');
            }
        }
        if (!fsync($file) || !fclose($file)) {
            throw new DownloadFailed('not written to the disk');
        }
        if ($have > $size) {
            unlink($part);
        }
        if ($have !== $size) {
            throw new DownloadFailed('store sent ' . ($have > $size ? 'more' : 'less') . ' than announced');
        }
    }

    private static function remember(string $value, string $etag): void
    {
        if ($value !== '') {
            file_put_contents($etag, $value);
        } elseif (is_file($etag)) {
            unlink($etag);
        }
    }

    private static function remembered(string $etag): string
    {
        return is_file($etag) ? file_get_contents($etag) : '';
    }

    /**
     * Follows no redirect, so that the caller decides where Range and If-Match go.
     *
     * @return array{int, array<string, string>, resource} status, headers by their names in lower case, body
     */
    private static function get(string $url, array $headers): array
    {
        if (!preg_match('~\Ahttps?://~i', $url)) { // fopen opens local files too
            throw new DownloadFailed('an address is neither http nor https');
        }
        $options = ['follow_location' => 0, 'ignore_errors' => true, 'protocol_version' => 1.1, 'timeout' => 10];
        try {
            $stream = fopen($url, 'rb', false, stream_context_create(['http' => $options + ['header' => $headers]]));
        } catch (ErrorException) { // its text holds the URL
            throw new DownloadFailed('no answer');
        }
        stream_set_timeout($stream, 30);
        $lines = stream_get_meta_data($stream)['wrapper_data'];
        $status = (int) explode(' ', array_shift($lines))[1];
        $answered = [];
        foreach ($lines as $line) {
            [$name, $value] = explode(':', $line, 2) + ['', ''];
            $answered[strtolower($name)] = trim($value);
        }
        return [$status, $answered, $stream];
    }
}
