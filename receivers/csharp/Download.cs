using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Cdr;

/// <summary>A download that failed. The message contains no URL, so it may be logged.</summary>
public sealed class DownloadFailure(string message, int statusOfLink = 0, double retryAfterSeconds = 0)
    : Exception(message)
{
    public bool LinkIsDead { get; } = statusOfLink is 404 or 410;

    /// <summary>403: for example, the link was issued for an older Signature.</summary>
    public bool FreshLinkHelps { get; } = statusOfLink is 403 or 410;

    public double RetryAfterSeconds { get; } = retryAfterSeconds;
}

/// <summary>Downloads one report, and continues where a broken download stopped.</summary>
public static class Download
{
    private const double MostRetryAfterSeconds = 3600;
    private static readonly TimeSpan MostSilence = TimeSpan.FromSeconds(30);

    // The link answers with a redirect, which Save follows itself: the range is for its target.
    private static readonly HttpClient Client = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(10) })
    {
        Timeout = Timeout.InfiniteTimeSpan, // A large report takes its time; the limit is for silence.
    };

    /// <summary>
    /// Saves the report in the folder, or throws; the bytes so far stay for the next try. The request for the link is
    /// signed, for configurations whose links need that.
    /// </summary>
    public static async Task Save(Announcement announced, string folder, string[] signatures)
    {
        long size = announced.FileSizeInBytes;
        string saved = Path.Combine(folder, Announcement.SafeName(announced.FileName));
        string part = saved + ".part";
        string etagFile = saved + ".etag";
        if (SizeOf(saved) == size) return; // The process crashed between the rename and the update of the inbox.

        Directory.CreateDirectory(folder);
        string etag = File.Exists(etagFile) ? await File.ReadAllTextAsync(etagFile) : "";
        long have = SizeOf(part);
        if (have < 0 || have > size || etag == "") have = 0;

        using var silence = new CancellationTokenSource(MostSilence);
        string signature = CdrSystem.SignLink(signatures, announced.CallbackURL);
        Uri target = await TargetOf(new Uri(announced.CallbackURL), signature, silence.Token);
        using HttpResponseMessage answer = await Fetch(target, have, etag, silence.Token);
        await Take(answer, part, etagFile, have, size, silence);
        if (SizeOf(part) != size) throw new DownloadFailure("the file is not complete yet");
        if (announced.FileSha256 != "" && await Sha256Of(part) != announced.FileSha256)
        {
            File.Delete(part);
            throw new DownloadFailure("the file has another SHA-256 than announced");
        }
        File.Move(part, saved, overwrite: true);
        File.Delete(etagFile);
    }

    /// <summary>Appends the bytes from the store to the partial file, or starts the file again.</summary>
    private static async Task Take(
        HttpResponseMessage answer, string part, string etagFile, long have, long size, CancellationTokenSource silence)
    {
        int status = (int)answer.StatusCode;
        if (status == 206 && have > 0 && answer.Content.Headers.ContentRange?.From == have)
        {
            await Append(answer, part, have, size, silence);
        }
        else if (status == 200)
        {
            File.Delete(part);
            await File.WriteAllTextAsync(etagFile, answer.Headers.ETag?.ToString() ?? "");
            await Append(answer, part, 0, size, silence);
        }
        else if (status != 416 || have != size) // 416: the process crashed between the last byte and the rename.
        {
            if (status is 206 or 412 or 416) File.Delete(part); // The next try starts again.
            throw new DownloadFailure($"the store answered {status}");
        }
    }

    /// <summary>
    /// Returns the target of the link. Only the request to the link is signed, not the one to the target: the signature opens the link.
    /// </summary>
    private static async Task<Uri> TargetOf(Uri link, string signature, CancellationToken silence)
    {
        using var ask = new HttpRequestMessage(HttpMethod.Get, link);
        ask.Headers.Add("X-CDR-Signature", signature);
        using HttpResponseMessage redirect =
            await Client.SendAsync(ask, HttpCompletionOption.ResponseHeadersRead, silence);
        if (redirect.StatusCode != HttpStatusCode.Found || redirect.Headers.Location is not { } location)
        {
            int status = (int)redirect.StatusCode;
            throw new DownloadFailure(
                $"the link answered {status}",
                statusOfLink: status,
                retryAfterSeconds: status is 429 or 503 ? RetryAfterSeconds(redirect) : 0);
        }
        var target = new Uri(link, location);
        if (link.Scheme == Uri.UriSchemeHttps && target.Scheme != Uri.UriSchemeHttps)
        {
            throw new DownloadFailure("the link left https");
        }
        return target;
    }

    /// <summary>The store's answer. One redirect of the link is followed, and no more.</summary>
    private static async Task<HttpResponseMessage> Fetch(Uri target, long have, string etag, CancellationToken silence)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        if (have > 0)
        {
            request.Headers.Range = new RangeHeaderValue(have, null);
            // The rest must belong to the file whose beginning we have.
            request.Headers.TryAddWithoutValidation("If-Match", etag);
        }
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence);
    }

    /// <summary>
    /// The pause that Retry-After asks for in seconds, and one more, because the inbox keeps whole seconds.
    /// </summary>
    public static double RetryAfterSeconds(HttpResponseMessage answer) =>
        answer.Headers.RetryAfter?.Delta is { } pause ? Math.Min(MostRetryAfterSeconds, pause.TotalSeconds + 1) : 0;

    private static async Task Append(
        HttpResponseMessage answer, string part, long have, long size, CancellationTokenSource silence)
    {
        await using (Stream body = await answer.Content.ReadAsStreamAsync(silence.Token))
        await using (var file = new FileStream(part, FileMode.Append, FileAccess.Write))
        {
            byte[] buffer = new byte[65_536];
            int read;
            while ((read = await body.ReadAsync(buffer, silence.Token)) > 0)
            {
                silence.CancelAfter(MostSilence);
                have += read;
                if (have > size) break;
                await file.WriteAsync(buffer.AsMemory(0, read));
            }
            file.Flush(flushToDisk: true);
        }
        if (have > size)
        {
            File.Delete(part);
            throw new DownloadFailure("the file is larger than announced");
        }
    }

    private static async Task<string> Sha256Of(string file)
    {
        await using FileStream bytes = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes));
    }

    /// <summary>The size of a file in bytes, -1 when there is none.</summary>
    private static long SizeOf(string file) => File.Exists(file) ? new FileInfo(file).Length : -1;
}
