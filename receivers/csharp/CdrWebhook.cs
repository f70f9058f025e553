using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Primitives;

namespace Cdr;

/// <summary>The result of Verify.</summary>
public abstract record Verdict
{
    /// <summary>The platform signed the request: its webhook-id, and its webhook-timestamp in Unix seconds.</summary>
    public sealed record Accepted(string Id, long SignedAt) : Verdict;

    /// <summary>The request is not valid. The reason is one such as "signature-mismatch".</summary>
    public sealed record Refused(string Reason) : Verdict;
}

/// <summary>Verifies CDR webhooks. This file is all you need to copy into an ASP.NET Core application.</summary>
public static class CdrWebhook
{
    public const int MaxBodyBytes = 65_536;

    /// <param name="headers">HttpRequest.Headers, or pairs; names in any case.</param>
    /// <param name="body">The bytes as they arrived; JSON that was parsed and written again does not verify.</param>
    /// <param name="signatures">
    /// The Signatures of the configuration as they are, the new one first; two during a rotation.
    /// </param>
    /// <param name="now">Unix seconds.</param>
    /// <param name="tolerance">How many seconds webhook-timestamp may be from now.</param>
    /// <param name="largest">
    /// How many bytes the body may have: answers to list-reports have more than webhooks.
    /// </param>
    public static Verdict Verify(
        IEnumerable<KeyValuePair<string, StringValues>> headers,
        byte[] body,
        IEnumerable<string> signatures,
        long now,
        long tolerance = 300,
        int largest = MaxBodyBytes)
    {
        if (body.Length > largest) return new Verdict.Refused("body-too-large");

        string id = OnlyValue(headers, "webhook-id");
        string timestamp = OnlyValue(headers, "webhook-timestamp");
        string signed = OnlyValue(headers, "webhook-signature");
        if (id == "" || timestamp == "" || signed == "") return new Verdict.Refused("header-missing");

        // The id becomes the name of a folder, so nothing but these characters may be in it. \z: unlike $, it lets no
        // line feed pass at the end.
        if (!Regex.IsMatch(id, @"\A[A-Za-z0-9_-]{1,128}\z")) return new Verdict.Refused("id-malformed");

        if (!Regex.IsMatch(timestamp, @"\A[0-9]{1,12}\z")) return new Verdict.Refused("timestamp-malformed");
        long signedAt = long.Parse(timestamp, CultureInfo.InvariantCulture);
        if (Math.Abs(now - signedAt) > tolerance) return new Verdict.Refused("outside-tolerance");

        // Several entries are separated by spaces. 43 characters and a padding are the base64 of 32 bytes.
        List<string> given =
            signed.Split(' ').Where(entry => Regex.IsMatch(entry, @"\Av1,[A-Za-z0-9+/]{43}=\z")).ToList();
        if (given.Count == 0) return new Verdict.Refused("signature-malformed");

        byte[] signedBytes = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        foreach (string signature in signatures)
        {
            if (signature == "") continue; // An empty key is no secret: anyone can sign with it.
            byte[] hmac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(signature), signedBytes);
            byte[] ours = Encoding.UTF8.GetBytes("v1," + Convert.ToBase64String(hmac));
            foreach (string theirs in given)
            {
                if (CryptographicOperations.FixedTimeEquals(ours, Encoding.UTF8.GetBytes(theirs)))
                {
                    return new Verdict.Accepted(id, signedAt);
                }
            }
        }
        return new Verdict.Refused("signature-mismatch");
    }

    /// <summary>The value of a header that was sent exactly once, else "".</summary>
    private static string OnlyValue(IEnumerable<KeyValuePair<string, StringValues>> headers, string wanted)
    {
        List<string?> values = headers
            .Where(header => header.Key.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            .SelectMany(header => header.Value.ToArray())
            .ToList();
        return values.Count == 1 ? values[0] ?? "" : "";
    }
}
