// The receiver as a minimal API. The settings come from the environment, the Signatures never from an argument.
using System.Globalization;
using Cdr;
using Microsoft.Data.Sqlite;

if (args is ["vectors"])
{
    Vectors.Print();
    return;
}

string[] signatures = Setting("CDR_SIGNATURES", "").Split('\n', StringSplitOptions.RemoveEmptyEntries);
if (signatures.Length == 0)
{
    throw new InvalidOperationException("set CDR_SIGNATURES to the Signature of your webhook configuration");
}
string folder = Setting("CDR_FOLDER", "./cdr");
string reports = Path.Combine(folder, "reports");
double retrySeconds = double.Parse(Setting("CDR_RETRY_SECONDS", "1"), CultureInfo.InvariantCulture);
// Only the owner: the inbox holds links that still work, and reports are confidential. A folder that exists keeps its mode.
foreach (string each in new[] { folder, reports })
{
    if (OperatingSystem.IsWindows()) Directory.CreateDirectory(each);
    else Directory.CreateDirectory(each, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
var inbox = new Inbox(Path.Combine(folder, "inbox.sqlite"));
// The origin of each callbackURL. Without it the receiver asks for nothing.
CdrSystem? system = Setting("CDR_SYSTEM", "") is { Length: > 0 } address ? new CdrSystem(address, signatures) : null;

if (args.Length > 0 && args[0] == "missing")
{
    if (system is null) throw new InvalidOperationException("set CDR_SYSTEM to the origin of each callbackURL");
    Environment.ExitCode = await new Missing(system, inbox, 60 * retrySeconds).Run(args[1..]);
    return;
}

var builder = WebApplication.CreateBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
// Kestrel stops reading there, and the handler gets an exception with status 413.
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = CdrWebhook.MaxBodyBytes);
builder.Services.AddHostedService(_ => new Worker(inbox, reports, signatures, retrySeconds, system));

var app = builder.Build();
app.MapPost("/cdr-webhook", Receive);
app.Run($"http://127.0.0.1:{Setting("PORT", "8000")}");

// Keeps a genuine request, then answers. Reports are fetched later, by the worker.
async Task<IResult> Receive(HttpRequest request)
{
    // The bytes as they arrived: a parameter of another type would parse the body.
    using var body = new MemoryStream();
    try
    {
        await request.Body.CopyToAsync(body);
    }
    catch (BadHttpRequestException e)
    {
        string reason = e.StatusCode == StatusCodes.Status413PayloadTooLarge ? "body-too-large" : "body-incomplete";
        return Refusal(e.StatusCode, reason);
    }
    long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
    switch (CdrWebhook.Verify(request.Headers, body.ToArray(), signatures, now))
    {
        case Verdict.Accepted accepted:
            return Keep(accepted, body.ToArray());
        case Verdict.Refused refused:
            return Refusal(StatusCodes.Status401Unauthorized, refused.Reason);
        default:
            throw new InvalidOperationException("a verdict is one of the two");
    }
}

IResult Keep(Verdict.Accepted accepted, byte[] body)
{
    try
    {
        inbox.Keep(accepted.Id, accepted.SignedAt, body);
    }
    catch (SqliteException e)
    {
        Worker.Log(accepted.Id, $"not stored: SQLite error {e.SqliteErrorCode}");
        return Results.Text("not stored", statusCode: 503); // The platform sends it again.
    }
    Worker.Log(accepted.Id, "stored");
    return Results.Ok();
}

static IResult Refusal(int status, string reason)
{
    Worker.Log("-", $"refused: {reason}");
    return Results.Text(reason, statusCode: status);
}

static string Setting(string name, string otherwise) =>
    Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : otherwise;
