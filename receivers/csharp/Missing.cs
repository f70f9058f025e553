using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cdr;

/// <summary>
/// Requests the list of reports, and adds missing ones to the inbox, with fresh links. The receiver fetches them.
/// </summary>
public sealed class Missing(CdrSystem system, Inbox inbox, double minute)
{
    private const int Tries = 5;
    private const string Usage = "usage: missing [--since 24h] [--configuration cfg_...]";

    /// <summary>Returns 0 if no report is missing any more.</summary>
    public async Task<int> Run(string[] options)
    {
        var given = options.Chunk(2).ToDictionary(pair => pair[0], pair => pair.Length == 2 ? pair[1] : "");
        if (given.Any(option => option.Key is not ("--since" or "--configuration") || option.Value == ""))
        {
            throw new ArgumentException(Usage);
        }
        string? configuration = given.GetValueOrDefault("--configuration");
        string id = configuration ?? inbox.NewestId() ?? throw new ArgumentException($"the inbox is empty; {Usage}");
        string subject = configuration is null ? "deliveryId" : "configurationId";
        try
        {
            int missing = await Find(subject, id, Instant(given.GetValueOrDefault("--since", "24h")));
            return missing == 0 ? 0 : 1;
        }
        catch (RequestFailure e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    /// <summary>Understands 90m, 24h and 3d. The system itself refuses anything else than a time in UTC.</summary>
    private static string Instant(string since)
    {
        Match back = Regex.Match(since, @"\A([0-9]{1,6})([mhd])\z");
        if (!back.Success) return since;
        int count = int.Parse(back.Groups[1].Value, CultureInfo.InvariantCulture);
        TimeSpan span = back.Groups[2].Value switch
        {
            "m" => TimeSpan.FromMinutes(count),
            "h" => TimeSpan.FromHours(count),
            _ => TimeSpan.FromDays(count),
        };
        return (DateTime.UtcNow - span).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    /// <summary>Returns how many reports are still missing.</summary>
    private async Task<int> Find(string subject, string id, string since)
    {
        int listed = 0;
        int missing = 0;
        string? cursor = null;
        string? until;
        do
        {
            JsonElement page = await Patiently(() => system.List(subject, id, since, cursor));
            foreach (JsonElement report in page.GetProperty("items").EnumerateArray())
            {
                listed++;
                if (!inbox.Knows(report.GetProperty("deliveryId").GetString()!) && !await Add(report)) missing++;
            }
            cursor = page.GetProperty("nextCursor").GetString(); // null for null
            until = page.GetProperty("completeUntil").GetString();
        }
        while (cursor is not null);
        Console.WriteLine($"{listed} reports from {since} to {until}, {missing} still missing");
        return missing;
    }

    /// <summary>Returns whether the report is no longer missing, or no longer exists.</summary>
    private async Task<bool> Add(JsonElement report)
    {
        string id = report.GetProperty("deliveryId").GetString()!;
        string name = JsonSerializer.Serialize(report.GetProperty("fileName").GetString()); // It may hold line feeds.
        string size = report.GetProperty("fileSizeInBytes").GetRawText();
        string what = $"{id} {name}, {size} bytes, recorded {report.GetProperty("recordedAt").GetString()}";
        try
        {
            SignedAnswer answer = await Patiently(() => system.Renew(id));
            inbox.Keep(id, answer.SignedAt, answer.Body);
            Console.WriteLine($"{what}: was missing, is in the inbox now");
            return true;
        }
        catch (RequestFailure e)
        {
            Console.WriteLine($"{what}: is missing, {(e.IsGone ? "and no longer exists" : e.Message)}");
            return e.IsGone;
        }
    }

    /// <summary>Repeats a request that may succeed later: after Retry-After, or after 1, 2, 4 and 8 minutes.</summary>
    private async Task<T> Patiently<T>(Func<Task<T>> ask)
    {
        for (int tries = 0; ; tries++)
        {
            try
            {
                return await ask();
            }
            catch (RequestFailure e) when (e.MayPass && tries + 1 < Tries)
            {
                double seconds = e.RetryAfterSeconds > 0 ? e.RetryAfterSeconds : minute * Math.Pow(2, tries);
                await Task.Delay(TimeSpan.FromSeconds(seconds));
            }
        }
    }
}
