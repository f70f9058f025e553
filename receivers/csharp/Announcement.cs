using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cdr;

/// <summary>
/// The contents of an announcement. Sizes and ids need a long: test deliveries have the taskId 2^53 - 1. Only payload 2 has a
/// FileSha256; it is empty when it is not known.
/// </summary>
public sealed record Announcement(
    string CallbackURL,
    string ValidUntil,
    string FileName,
    long FileSizeInBytes,
    long NumberOfLines,
    string TaskName,
    long TaskId,
    string Error,
    string FileSha256)
{
    private const long LargestNumber = (1L << 53) - 1;
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(10);
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Null if the body is not an announcement. Unknown properties are allowed.</summary>
    public static Announcement? Read(byte[] body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(StrictUtf8.GetString(body));
            JsonElement json = document.RootElement;
            Text(json, "contentType");
            Text(json, "httpMethod");
            return new Announcement(
                Text(json, "callbackURL"),
                Text(json, "validUntil"),
                Text(json, "fileName"),
                Number(json, "fileSizeInBytes"),
                Number(json, "numberOfLines"),
                Text(json, "taskName"),
                Number(json, "taskId"),
                Text(json, "error"),
                json.TryGetProperty("fileSha256", out JsonElement sha256) ? sha256.GetString() ?? "" : "");
        }
        catch (Exception e) when (
            // Not UTF-8, not JSON, a property of another type, a property that is missing.
            e is DecoderFallbackException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Whether there is a report to fetch. With one error the report is complete: only its lines were not counted.</summary>
    public bool HasReport() => Error is "" or "Report is too large to count";

    /// <summary>False for a time that cannot be parsed: the link itself answers 410 when it has expired.</summary>
    public bool LinkEndsSoon() =>
        DateTimeOffset.TryParse(ValidUntil, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset end)
        && end - DateTimeOffset.UtcNow < Soon;

    private static string Text(JsonElement json, string name) =>
        json.GetProperty(name).GetString() ?? throw new JsonException($"{name} must not be null");

    private static long Number(JsonElement json, string name) =>
        json.GetProperty(name).TryGetInt64(out long number) && number is >= 0 and <= LargestNumber
            ? number
            : throw new JsonException($"{name} must be a whole number from 0 to 2^53 - 1");

    /// <summary>A name that is safe to save under on Linux, macOS and Windows. The announced one is data, not a path.</summary>
    public static string SafeName(string announced)
    {
        string name = announced[(announced.LastIndexOfAny(['/', '\\']) + 1)..];
        name = string.Concat(name.EnumerateRunes().Select(rune => IsSafe(rune) ? rune.ToString() : "_"));
        name = name.TrimStart('.').TrimEnd('.', ' ');
        if (name == "") return "report.zip";
        bool deviceOfWindows = Regex.IsMatch(
            name, @"\A(con|prn|aux|nul|com[1-9]|lpt[1-9])(\.|\z)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        return Shortened(deviceOfWindows ? "_" + name : name);
    }

    private static bool IsSafe(Rune rune) =>
        Rune.IsLetter(rune) || (rune.IsAscii && "0123456789._- ".Contains((char)rune.Value));

    /// <summary>
    /// At most 120 bytes of UTF-8, since file systems allow 255 and ours get a suffix. Keeps the extension.
    /// </summary>
    private static string Shortened(string name)
    {
        int dot = name.LastIndexOf('.');
        string extension = dot > 0 && Encoding.UTF8.GetByteCount(name[dot..]) <= 16 ? name[dot..] : "";
        List<Rune> start = name[..(name.Length - extension.Length)].EnumerateRunes().ToList();
        int bytes = Encoding.UTF8.GetByteCount(name);
        while (bytes > 120)
        {
            bytes -= start[^1].Utf8SequenceLength;
            start.RemoveAt(start.Count - 1);
        }
        return string.Concat(start.Select(rune => rune.ToString())) + extension;
    }
}
