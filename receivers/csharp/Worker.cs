using System.Collections.Concurrent;

namespace Cdr;

/// <summary>
/// Collects the announced reports, several at a time, so that a slow one does not delay the others. Without a system that gives fresh
/// links, it waits for repeats.
/// </summary>
public sealed class Worker(Inbox inbox, string reports, string[] signatures, double retrySeconds, CdrSystem? system)
    : BackgroundService
{
    private const int AtOnce = 8;
    private const double MostSecondsBetweenTries = 60;
    private const double MostSecondsBetweenRequests = 3600;
    private const double SecondsUntilADeadLinkIsTried = 24 * 3600;
    private static readonly TimeSpan PauseAfterAFaultOfTheInbox = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, bool> _busy = new();

    /// <summary>Looks for due reports five times a second. Reports that a killed process did not finish are due too.</summary>
    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await timer.WaitForNextTickAsync(stopping)) CollectDue();
    }

    private void CollectDue()
    {
        try
        {
            // Reports in collection are still due. Among twice as many rows, some are always new.
            foreach (Waiting report in inbox.Due(Now(), 2 * AtOnce))
            {
                if (_busy.Count < AtOnce && _busy.TryAdd(report.Id, true)) _ = Task.Run(() => CollectThenRelease(report));
            }
        }
        catch (Exception e)
        {
            Log("-", $"the inbox cannot be read: {e.GetType().Name}");
        }
    }

    private async Task CollectThenRelease(Waiting report)
    {
        try
        {
            await Collect(report);
        }
        catch (Exception e)
        {
            Log(report.Id, $"not noted in the inbox: {e.GetType().Name}");
            // The report is still due, for example on a full disk: do not request its link five times a second.
            await Task.Delay(PauseAfterAFaultOfTheInbox);
        }
        finally
        {
            _busy.TryRemove(report.Id, out _);
        }
    }

    private async Task Collect(Waiting report)
    {
        if (report.Id.StartsWith("notice_", StringComparison.Ordinal))
        {
            inbox.Collected(report, Now());
            Log(report.Id, "a notice, nothing to fetch: the inbox has it");
            return;
        }
        Announcement? announcement = Announcement.Read(report.Body);
        if (announcement is null)
        {
            inbox.SetAside(report, "the body is no announcement");
            Log(report.Id, "set aside: the body is no announcement");
            return;
        }
        if (!announcement.HasReport())
        {
            inbox.Collected(report, Now());
            Log(report.Id, "nothing to fetch: the inbox has the error");
            return;
        }
        RequestFailure? refusal = null; // Why there is no fresh link. The old one may work for some more minutes.
        if (system is not null && announcement.LinkEndsSoon())
        {
            refusal = await Renew(system, report);
            if (refusal is null) return;
        }
        try
        {
            await Download.Save(announcement, Path.Combine(reports, report.Id), signatures);
        }
        catch (Exception e)
        {
            var failure = e as DownloadFailure;
            if (system is not null && failure is { FreshLinkHelps: true } && refusal is null)
            {
                refusal = await Renew(system, report);
                if (refusal is null) return;
            }
            // The text of other exceptions may hold the link, which is a credential: only their kind is logged.
            string why = failure?.Message ?? e.GetType().Name;
            double wait = Math.Min(MostSecondsBetweenTries, retrySeconds * Math.Pow(2, report.Tries));
            wait = Math.Max(wait, failure?.RetryAfterSeconds ?? 0);
            if (refusal is not null) RetryWithoutFreshLink(report, why, wait, refusal);
            // Only a repeat has another link; the worker tries it as soon as it arrives.
            else Retry(report, why, failure is { LinkIsDead: true } ? SecondsUntilADeadLinkIsTried : wait);
            return;
        }
        inbox.Collected(report, Now());
        Log(report.Id, "saved");
    }

    /// <summary>Puts an announcement with a fresh link into the inbox. Returns null, or why that failed.</summary>
    private async Task<RequestFailure?> Renew(CdrSystem asked, Waiting report)
    {
        if (Now() - report.SignedAt < 60 * retrySeconds) // A new link that is already dead.
        {
            return new RequestFailure("the link is too new to ask for another one");
        }
        try
        {
            SignedAnswer answer = await asked.Renew(report.Id);
            inbox.Keep(report.Id, answer.SignedAt, answer.Body);
            Log(report.Id, "has a fresh link");
            return null;
        }
        catch (RequestFailure e)
        {
            return e;
        }
    }

    private void RetryWithoutFreshLink(Waiting report, string why, double wait, RequestFailure refusal)
    {
        if (refusal.IsGone)
        {
            inbox.SetAside(report, "the report no longer exists");
            Log(report.Id, "set aside: the report no longer exists");
            return;
        }
        double pause = Math.Min(MostSecondsBetweenRequests, 60 * Math.Pow(2, report.Tries)) * retrySeconds;
        pause = Math.Max(pause, refusal.RetryAfterSeconds);
        Retry(report, $"{why}; no fresh link: {refusal.Message}", Math.Max(wait, pause));
    }

    private void Retry(Waiting report, string why, double wait)
    {
        inbox.Retry(report, DateTimeOffset.UtcNow.AddSeconds(wait).ToUnixTimeSeconds());
        Log(report.Id, $"not collected: {why}, next try in {wait} s or when a repeat arrives");
    }

    private static long Now() => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    /// <summary>Logs one line for each event. The line never contains a link, a Signature or the text of an exception of a library.</summary>
    public static void Log(string id, string what) => Console.WriteLine($"{DateTime.UtcNow:O} {id} {what}");
}
