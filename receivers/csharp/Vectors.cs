using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;

namespace Cdr;

/// <summary>Prints the results of Verify, SafeName, Read and Sign for ../vectors, one line of JSON each.</summary>
public static class Vectors
{
    private static readonly JsonSerializerOptions CamelCase = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static void Print()
    {
        foreach (JsonNode? vector in Read("signatures")["vectors"]!.AsArray())
        {
            IEnumerable<KeyValuePair<string, StringValues>> headers = vector!["headers"]!.AsArray().Select(
                pair => KeyValuePair.Create(pair![0]!.GetValue<string>(), new StringValues(pair[1]!.GetValue<string>())));
            Verdict verdict = CdrWebhook.Verify(
                headers,
                Body(vector),
                vector["signatures"]!.AsArray().Select(signature => signature!.GetValue<string>()),
                vector["now"]!.GetValue<long>(),
                vector["toleranceSeconds"]!.GetValue<long>());
            Write(new { name = Name(vector), verdict = verdict is Verdict.Refused refused ? refused.Reason : "accepted" });
        }
        foreach (JsonNode? vector in Read("file-names").AsArray())
        {
            Write(new { file = Name(vector!), saved = Announcement.SafeName(Name(vector!)) });
        }
        foreach (JsonNode? vector in Read("announcements").AsArray())
        {
            Write(new { announcement = Name(vector!), read = Announcement.Read(Body(vector!)) });
        }
        foreach (JsonNode? vector in Read("receiver-requests")["vectors"]!.AsArray())
        {
            if (vector!["signedWith"] is not { } signature) continue;
            Write(new { request = Name(vector), signed = CdrSystem.Sign(signature.GetValue<string>(), Body(vector)) });
        }
        foreach (JsonNode? vector in Read("links").AsArray())
        {
            IEnumerable<string> signatures = vector!["signatures"]!.AsArray().Select(each => each!.GetValue<string>());
            Write(new { link = Name(vector), signed = CdrSystem.SignLink(signatures, vector["callbackURL"]!.GetValue<string>()) });
        }
    }

    private static JsonNode Read(string name) => JsonNode.Parse(File.ReadAllText($"../vectors/{name}.json"))!;

    private static string Name(JsonNode vector) => vector["name"]!.GetValue<string>();

    private static byte[] Body(JsonNode vector) =>
        vector["body"] is { } body
            ? Encoding.UTF8.GetBytes(body.GetValue<string>())
            : Convert.FromBase64String(vector["bodyBase64"]!.GetValue<string>());

    private static void Write(object line) => Console.WriteLine(JsonSerializer.Serialize(line, CamelCase));
}
