using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Primitives;

namespace Cdr;

/// <summary>A request that got no valid answer. The message has no secrets, so it may be logged.</summary>
/// <param name="status">0 if there was no valid answer.</param>
public sealed class RequestFailure(string message, int status = 0, double retryAfterSeconds = 0) : Exception(message)
{
    public double RetryAfterSeconds { get; } = retryAfterSeconds;

    /// <summary>Whether the report no longer exists.</summary>
    public bool IsGone { get; } = status == 410;

    /// <summary>Whether the same request may succeed later.</summary>
    public bool MayPass { get; } = status is 0 or 409 or 429 or 503;
}

/// <summary>An answer with a valid signature: when it was signed, in Unix seconds, and its body.</summary>
public sealed record SignedAnswer(long SignedAt, byte[] Body);

/// <summary>
/// Requests fresh links and the list of reports from the system. The configuration must allow such requests.
/// </summary>
public sealed class CdrSystem
{
    private const string RequestsPath = "/bulk/cdr-mgr/v1/receiver-requests";

    // A page of a list may be longer than a webhook.
    private const int MaxPageBytes = 4 * 1024 * 1024;

    private static readonly HttpClient Client = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromMinutes(1),
        MaxResponseContentBufferSize = MaxPageBytes + 1,
    };

    private readonly Uri _uri;
    private readonly string[] _signatures;

    /// <param name="address">The origin of each callbackURL.</param>
    /// <param name="signatures">The Signatures of the configuration, the new one first.</param>
    public CdrSystem(string address, string[] signatures)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? given) || given.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException($"CDR_SYSTEM must be an address such as https://cdr.example.com: {address}");
        }
        _uri = new Uri(given, RequestsPath);
        _signatures = signatures;
    }

    /// <summary>The X-CDR-Signature of a request.</summary>
    public static string Sign(string signature, byte[] body) =>
        Convert.ToBase64String(HMACSHA512.HashData(Encoding.UTF8.GetBytes(signature), body));

    /// <summary>
    /// The X-CDR-Signature of a request for a link: one value for each Signature, since any of them may be in force.
    /// </summary>
    public static string SignLink(IEnumerable<string> signatures, string link) =>
        string.Join(", ", signatures.Select(signature => Sign(signature, Encoding.UTF8.GetBytes(link))));

    /// <summary>An announcement with a fresh link, for the inbox.</summary>
    public Task<SignedAnswer> Renew(string deliveryId) =>
        Ask(new() { ["request"] = "renew-link", ["deliveryId"] = deliveryId }, CdrWebhook.MaxBodyBytes);

    /// <summary>A page of the reports that were recorded since then: items, nextCursor and completeUntil.</summary>
    /// <param name="subject">"deliveryId", that of any delivery, or "configurationId".</param>
    /// <param name="cursor">Null for the first page.</param>
    public async Task<JsonElement> List(string subject, string id, string since, string? cursor)
    {
        SignedAnswer answer = await Ask(
            new() { ["request"] = "list-reports", [subject] = id, ["from"] = since, ["cursor"] = cursor }, MaxPageBytes);
        return JsonSerializer.Deserialize<JsonElement>(answer.Body);
    }

    private async Task<SignedAnswer> Ask(Dictionary<string, string?> asked, int largest)
    {
        foreach (string signature in _signatures)
        {
            asked["id"] = "req_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            asked["at"] = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            using HttpResponseMessage answer = await Post(JsonSerializer.SerializeToUtf8Bytes(asked), signature);
            // 401: the system does not accept the new Signature before the rotation.
            if ((int)answer.StatusCode == 401 && signature != _signatures[^1]) continue;
            return await Verified(answer, asked, largest);
        }
        throw new RequestFailure("there is no Signature to ask with");
    }

    private async Task<SignedAnswer> Verified(HttpResponseMessage answer, Dictionary<string, string?> asked, int largest)
    {
        int status = (int)answer.StatusCode;
        if (status is not (200 or 201))
        {
            throw new RequestFailure($"the system answered {status}", status, Download.RetryAfterSeconds(answer));
        }
        byte[] body = await answer.Content.ReadAsByteArrayAsync(); // It is in the buffer already.
        IEnumerable<KeyValuePair<string, StringValues>> headers = answer.Headers.Select(
            header => KeyValuePair.Create(header.Key, new StringValues(header.Value.ToArray())));
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        Verdict verdict = CdrWebhook.Verify(headers, body, _signatures, now, largest: largest);
        if (verdict is not Verdict.Accepted accepted)
        {
            string reason = ((Verdict.Refused)verdict).Reason;
            throw new RequestFailure($"the answer of the system has an invalid signature: {reason}");
        }
        // The webhook-id of a list is that of its request.
        if (accepted.Id != (asked["request"] == "renew-link" ? asked["deliveryId"] : asked["id"]))
        {
            throw new RequestFailure("the answer of the system belongs to another request");
        }
        return new SignedAnswer(accepted.SignedAt, body);
    }

    private async Task<HttpResponseMessage> Post(byte[] body, string signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _uri) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("X-CDR-Signature", Sign(signature, body));
        try
        {
            return await Client.SendAsync(request); // returns when the whole answer is here
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            throw new RequestFailure("the system does not answer");
        }
    }
}
